"""Prints with httpx, which is told to heed nothing of its environment but the certificates to trust."""
import asyncio, os, ssl, sys
import httpx

API = "https://api.epsonconnect.com/api/1/printing"
CREDENTIALS = (os.environ["EPSON_CONNECT_API_CLIENT_ID"], os.environ["EPSON_CONNECT_API_CLIENT_SECRET"])
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
    trusted = ssl.create_default_context()
    async with httpx.AsyncClient(trust_env=False, verify=trusted, timeout=60) as client:

        async def post(url, **what):
            answer = await client.post(url, **what)
            answer.raise_for_status()
            return answer.json() if answer.content else None

        auth = await post(f"{API}/oauth2/auth/token?subject=printer", auth=CREDENTIALS, data=FORM)
        bearer = {"Authorization": f"Bearer {auth['access_token']}"}
        jobs = f"{API}/printers/{auth['subject_id']}/jobs"
        job = await post(jobs, headers=bearer, json=order)
        octets = {"Content-Type": "application/octet-stream"}
        with open(sys.argv[1], "rb") as file:
            await post(job["upload_uri"] + "&File=1.pdf", headers=octets, content=file.read())
        await post(f"{jobs}/{job['id']}/print", headers=bearer)
        print("printed as job", job["id"])


asyncio.run(main())
