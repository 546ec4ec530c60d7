"""Prints with requests, the file streamed from disk."""
import os, sys
import requests

API = "https://api.epsonconnect.com/api/1/printing"
CREDENTIALS = (os.environ["EPSON_CONNECT_API_CLIENT_ID"], os.environ["EPSON_CONNECT_API_CLIENT_SECRET"])

session = requests.Session()


def post(url, status, **what):
    answer = session.post(url, timeout=60, **what)
    if answer.status_code != status:
        sys.exit(f"{answer.status_code} {answer.text}")
    return answer.json() if answer.content else None


auth = post(
    f"{API}/oauth2/auth/token?subject=printer",
    200,
    auth=CREDENTIALS,
    data={"grant_type": "password", "username": os.environ["EPSON_CONNECT_API_PRINTER_EMAIL"], "password": ""},
)
bearer = {"Authorization": f"Bearer {auth['access_token']}"}
jobs = f"{API}/printers/{auth['subject_id']}/jobs"
print_setting = {
    "media_size": "ms_a4",
    "media_type": "mt_plainpaper",
    "borderless": False,
    "print_quality": "normal",
    "source": "auto",
    "color_mode": "mono",
    "copies": 2,
}
order = {"job_name": "Invoice 17 – Müller", "print_mode": "document", "print_setting": print_setting}
job = post(jobs, 201, headers=bearer, json=order)
with open(sys.argv[1], "rb") as file:
    post(job["upload_uri"] + "&File=1.pdf", 200, data=file, headers={"Content-Type": "application/octet-stream"})
post(f"{jobs}/{job['id']}/print", 200, headers=bearer)
print("printed as job", job["id"])
