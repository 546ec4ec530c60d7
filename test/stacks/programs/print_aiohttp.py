"""Prints with aiohttp, which heeds no proxy unless it is told to."""
import asyncio, os, sys
import aiohttp

API = "https://api.epsonconnect.com/api/1/printing"
CREDENTIALS = aiohttp.BasicAuth(os.environ["EPSON_CONNECT_API_CLIENT_ID"], os.environ["EPSON_CONNECT_API_CLIENT_SECRET"])
FORM = {"grant_type": "password", "username": os.environ["EPSON_CONNECT_API_PRINTER_EMAIL"], "password": ""}
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


async def main():
    async with aiohttp.ClientSession(raise_for_status=True) as session:
        token = f"{API}/oauth2/auth/token?subject=printer"
        async with session.post(token, auth=CREDENTIALS, data=FORM) as answer:
            auth = await answer.json()
        bearer = {"Authorization": f"Bearer {auth['access_token']}"}
        jobs = f"{API}/printers/{auth['subject_id']}/jobs"
        async with session.post(jobs, headers=bearer, json=order) as answer:
            job = await answer.json()
        octets = {"Content-Type": "application/octet-stream"}
        with open(sys.argv[1], "rb") as file:
            async with session.post(job["upload_uri"] + "&File=1.pdf", headers=octets, data=file):
                pass
        async with session.post(f"{jobs}/{job['id']}/print", headers=bearer):
            print("printed as job", job["id"])


asyncio.run(main())
