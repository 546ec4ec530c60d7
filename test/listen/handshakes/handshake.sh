# Shakes hands under each name with a server of this machine; prints a line for each: "taken" or "refused: why".
CA=$1 PORT=$2
shift 2
for NAME; do
  case $NAME in *:*) NAME="[$NAME]" ;; esac
  if WHY=$(curl -sS --http0.9 -o /dev/null --noproxy '*' --cacert "$CA" --connect-to "$NAME:443:127.0.0.1:$PORT" "https://$NAME/_mock/health" 2>&1); then
    echo taken
  else
    echo "refused: $WHY" | head -n 1
  fi
done
