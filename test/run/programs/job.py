# One job by Python's urllib, with the host's name in it. The argument is the file.
import base64, json, os, sys
from urllib.parse import urlencode
from urllib.request import Request, urlopen

HOST = "https://api.epsonconnect.com/api/1/printing"
own = {name: os.environ["EPSON_CONNECT_API_" + name] for name in ("CLIENT_ID", "CLIENT_SECRET", "PRINTER_EMAIL")}


def post(url, headers, body=b""):
    with urlopen(Request(url, body, headers, method="POST")) as answer:
        return answer.read()


basic = base64.b64encode(f"{own['CLIENT_ID']}:{own['CLIENT_SECRET']}".encode()).decode()
form = urlencode({"grant_type": "password", "username": own["PRINTER_EMAIL"], "password": ""}).encode()
auth = json.loads(post(f"{HOST}/oauth2/auth/token?subject=printer", {"Authorization": f"Basic {basic}"}, form))
jobs = f"{HOST}/printers/{auth['subject_id']}/jobs"
bearer = {"Authorization": f"Bearer {auth['access_token']}"}
asked = json.dumps({"job_name": "by urllib", "print_mode": "document"}).encode()
job = json.loads(post(jobs, {**bearer, "Content-Type": "application/json"}, asked))
with open(sys.argv[1], "rb") as file:
    post(job["upload_uri"] + "&File=1.pdf", {"Content-Type": "application/octet-stream"}, file.read())
sys.stdout.write(post(f"{jobs}/{job['id']}/print", bearer).decode())
