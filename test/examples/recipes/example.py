import json, os, subprocess, unittest, urllib.error, urllib.request

BASE = os.environ["EPSON_CONNECT_API_BASE_URL"]

def mock(method, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{BASE}/_mock/api{path}", data, {"Content-Type": "application/json"}, method=method)
    try:
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:  # 408: the condition of a wait was not met
        raise AssertionError(error.read().decode()) from None

class PrintingTest(unittest.TestCase):
    def setUp(self):
        mock("POST", "/reset")

    def test_prints_the_invoice_once(self):
        subprocess.check_call(os.environ["PROGRAM_UNDER_TEST"], shell=True)
        printed = mock("POST", "/wait", {"condition": {"kind": "job_printed"}, "timeout_ms": 5000})
        self.assertEqual([job["job_name"] for job in printed["jobs"]], ["invoice-17"])

unittest.main()
