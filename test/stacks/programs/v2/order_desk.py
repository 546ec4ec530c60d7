"""Prints the orders of a shop with Python's requests: keeps its tokens in a file, and refreshes them when they are old."""
import json, os, sys, time
import requests

API = "https://api.epsonconnect.com/api/2"
AUTH = "https://auth.epsonconnect.com/auth/token"
MISTAKE = os.environ.get("MISTAKE", "")
SECRETS = [os.environ[f"EPSON_CONNECT_API_{name}"] for name in ("CLIENT_ID", "CLIENT_SECRET", "KEY")]
client_id, secret, key = SECRETS


def fresh_token():
    with open(os.environ["TOKENS"]) as file:
        tokens = json.load(file)
    if MISTAKE != "refresh-for-every-print" and tokens.get("ends", 0) > time.time() + 60:
        return tokens["access_token"]
    form = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"], "client_id": client_id}
    answer = requests.post(AUTH, data=form, auth=(client_id, secret), timeout=60)
    answer.raise_for_status()
    tokens = answer.json()
    tokens["ends"] = time.time() + tokens["expires_in"]
    if MISTAKE == "rotated-token-not-stored":
        return tokens["access_token"]
    # Before anything else: the token in the file is dead already.
    with open(os.environ["TOKENS"] + ".next", "w") as file:
        json.dump(tokens, file)
    os.replace(os.environ["TOKENS"] + ".next", os.environ["TOKENS"])
    return tokens["access_token"]


def print_file(path):
    headers = {"Authorization": f"Bearer {fresh_token()}", "x-api-key": key}
    order = {
        "jobName": "Invoice 17 – Müller",
        "printMode": "document",
        "printSettings": {
            "paperSize": "ps_a4",
            "paperType": "pt_plainpaper",
            "borderless": False,
            "printQuality": "normal",
            "paperSource": "auto",
            "colorMode": "mono",
            "doubleSided": True if MISTAKE == "duplex-as-boolean" else "none",
            "copies": 2,
        },
    }
    # json= writes every character beyond ASCII as an escape.
    job = check(requests.post(f"{API}/printing/jobs", json=order, headers=headers, timeout=60), 201).json()
    name = "Rechnung 17.pdf" if MISTAKE == "name-of-the-customer" else "1.pdf"
    # A body of bytes gets no Content-Type from requests.
    kind = {} if MISTAKE == "no-content-type" else {"Content-Type": "application/pdf"}
    with open(path, "rb") as file:
        check(requests.post(f"{job['uploadUri']}&File={name}", data=file, headers=kind, timeout=60), 200)
    execute = f"{API}/printing/jobs/{job['jobId']}/print"
    # The second parameter of requests.post is the body.
    if MISTAKE == "headers-as-the-body":
        check(requests.post(execute, headers, timeout=60), 202)
    else:
        check(requests.post(execute, headers, headers=headers, timeout=60), 202)
    return job["jobId"]


def check(answer, status):
    if answer.status_code != status:
        sys.exit(f"{answer.request.method} {answer.request.path_url.split('?')[0]}: {answer.status_code} {answer.text}")
    return answer


for path in sys.argv[1:]:
    print("printed as job", print_file(path))
