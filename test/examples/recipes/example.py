import json, os, unittest, urllib.request

BASE = os.environ["EPSON_CONNECT_API_BASE_URL"]

def mock(method, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{BASE}/_mock/api{path}", data, {"Content-Type": "application/json"}, method=method)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)

class PrintingTest(unittest.TestCase):
    def setUp(self):
        mock("POST", "/reset")

    def test_prints_the_invoice_once(self):
        os.system(os.environ["PROGRAM_UNDER_TEST"])
        printed = mock("POST", "/wait", {"condition": {"kind": "job_printed"}, "timeout_ms": 5000})
        self.assertEqual([job["job_name"] for job in printed["jobs"]], ["invoice.pdf"])

unittest.main()
