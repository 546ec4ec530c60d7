"""Prints with Python's standard library alone."""
import base64, json, os, sys
from urllib.parse import urlencode
from urllib.request import Request, urlopen

API = "https://api.epsonconnect.com/api/1/printing"


def post(url, data, headers):
    with urlopen(Request(url, data, headers, method="POST"), timeout=60) as answer:
        body = answer.read()
    return json.loads(body) if body else None


credentials = f"{os.environ['EPSON_CONNECT_API_CLIENT_ID']}:{os.environ['EPSON_CONNECT_API_CLIENT_SECRET']}"
form = {"grant_type": "password", "username": os.environ["EPSON_CONNECT_API_PRINTER_EMAIL"], "password": ""}
auth = post(
    f"{API}/oauth2/auth/token?subject=printer",
    urlencode(form).encode(),
    {"Authorization": "Basic " + base64.b64encode(credentials.encode()).decode()},
)
bearer = {"Authorization": f"Bearer {auth['access_token']}"}
jobs = f"{API}/printers/{auth['subject_id']}/jobs"
order = {
    "job_name": "Invoice 17 – Müller",
    "print_mode": "document",
    "print_setting": {
        "media_size": "ms_a4",
        "media_type": "mt_plainpaper",
        "borderless": False,
        "print_quality": "normal",
        "source": "auto",
        "color_mode": "mono",
        "copies": 2,
    },
}
job = post(jobs, json.dumps(order).encode(), {**bearer, "Content-Type": "application/json"})
with open(sys.argv[1], "rb") as file:
    post(job["upload_uri"] + "&File=1.pdf", file.read(), {"Content-Type": "application/octet-stream"})
post(f"{jobs}/{job['id']}/print", b"", bearer)
print("printed as job", job["id"])
