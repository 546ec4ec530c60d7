"""Prints with http.client, which heeds no proxy."""
import base64, http.client, json, os, sys
from urllib.parse import urlencode, urlsplit

API = "https://api.epsonconnect.com/api/1/printing"


def post(url, data, headers):
    where = urlsplit(url)
    kind = http.client.HTTPSConnection if where.scheme == "https" else http.client.HTTPConnection
    connection = kind(where.netloc, timeout=60)
    connection.request("POST", f"{where.path}?{where.query}" if where.query else where.path, data, headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status >= 300:
        sys.exit(f"{answer.status} {body.decode()}")
    return json.loads(body) if body else None


credentials = f"{os.environ['EPSON_CONNECT_API_CLIENT_ID']}:{os.environ['EPSON_CONNECT_API_CLIENT_SECRET']}"
form = {"grant_type": "password", "username": os.environ["EPSON_CONNECT_API_PRINTER_EMAIL"], "password": ""}
basic = "Basic " + base64.b64encode(credentials.encode()).decode()
auth = post(
    f"{API}/oauth2/auth/token?subject=printer",
    urlencode(form),
    {"Authorization": basic, "Content-Type": "application/x-www-form-urlencoded"},
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
job = post(jobs, json.dumps(order), {**bearer, "Content-Type": "application/json"})
with open(sys.argv[1], "rb") as file:
    post(job["upload_uri"] + "&File=1.pdf", file, {"Content-Type": "application/octet-stream", "Content-Length": str(os.path.getsize(sys.argv[1]))})
post(f"{jobs}/{job['id']}/print", "", bearer)
print("printed as job", job["id"])
