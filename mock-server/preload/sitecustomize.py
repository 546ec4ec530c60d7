# Loaded by every Python that `epson-connect-mock run` or `env` watches, by PYTHONPATH. Many libraries heed no proxy
# variables (http.client, aiohttp, httpx with trust_env=False), so Epson's names are resolved to the mock here, below all of
# them, and its certificate is trusted for these names. All other names stay as they are. Python 3.8 and newer.
import importlib.machinery
import importlib.util
import os
import sys


def _redirect():
    https = os.environ.get("EPSON_CONNECT_MOCK_HTTPS", "")
    http = os.environ.get("EPSON_CONNECT_MOCK_HTTP", "")
    ca_file = os.environ.get("EPSON_CONNECT_MOCK_CA", "")
    if not https or not http:
        return

    names = tuple(name + ".epsonconnect.com" for name in ("api", "www", "auth", "upload", "dummy-api"))
    ports = {443: https, "443": https, "https": https, 80: http, "80": http, "http": http}

    class MockAddress(str):
        """An address of the mock that a program was given for one of Epson's names."""

    def is_epsons(host):
        if isinstance(host, bytes):
            host = host.decode("latin-1")
        return isinstance(host, str) and host.lower().rstrip(".") in names

    def mock_for(port):
        if isinstance(port, bytes):
            port = port.decode("latin-1")
        host, _, own_port = ports.get(port, "").rpartition(":")
        return MockAddress(host.strip("[]")), int(own_port or 0)

    def redirect(address):
        """The address to connect to. Some libraries keep the host of what they resolved, and drop its port."""
        if not isinstance(address, tuple) or len(address) < 2:
            return address
        if not is_epsons(address[0]) and not isinstance(address[0], MockAddress):
            return address
        host, port = mock_for(address[1])
        return (host, port) + address[2:] if host else address

    def patch_socket(socket):
        getaddrinfo, gethostbyname = socket.getaddrinfo, socket.gethostbyname
        connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

        def resolve(host, port, *args, **kwargs):
            if not is_epsons(host):
                return getaddrinfo(host, port, *args, **kwargs)
            mock, own_port = mock_for(port or 443)
            if not mock:
                return getaddrinfo(host, port, *args, **kwargs)
            found = getaddrinfo(str(mock), own_port if port else port, *args, **kwargs)
            return [each[:4] + ((mock,) + each[4][1:],) for each in found]

        socket.getaddrinfo = resolve
        socket.gethostbyname = lambda host: mock_for(443)[0] if is_epsons(host) else gethostbyname(host)
        socket.socket.connect = lambda self, address: connect(self, redirect(address))
        socket.socket.connect_ex = lambda self, address: connect_ex(self, redirect(address))

    def patch_ssl(ssl):
        context = ssl.SSLContext

        def trusting(method):
            def wrap(self, *args, **kwargs):
                # Some contexts trust a bundle of their library's own and nothing else.
                if ca_file and is_epsons(kwargs.get("server_hostname")) and self.verify_mode != ssl.CERT_NONE:
                    self.load_verify_locations(ca_file)
                return method(self, *args, **kwargs)

            return wrap

        context.wrap_socket = trusting(context.wrap_socket)
        context.wrap_bio = trusting(context.wrap_bio)

    when_imported("socket", patch_socket)
    when_imported("ssl", patch_ssl)


def when_imported(name, patch):
    """Patches a module when a program imports it: most programs are not delayed, and gevent finds nothing loaded."""
    if name in sys.modules:
        return patch(sys.modules[name])

    class Finder:
        @staticmethod
        def find_spec(wanted, path=None, target=None):
            if wanted != name:
                return None
            sys.meta_path.remove(Finder)
            spec = importlib.util.find_spec(name)
            execute = getattr(spec.loader, "exec_module", None) if spec else None
            if execute:

                def load(module):
                    execute(module)
                    patch(module)

                spec.loader.exec_module = load
            return spec

    sys.meta_path.insert(0, Finder)


def _go_on():
    """Loads the user's own sitecustomize, which this one hides."""
    here = os.path.dirname(os.path.abspath(__file__))
    others = [path for path in sys.path if os.path.abspath(path or os.curdir) != here]
    spec = importlib.machinery.PathFinder.find_spec("sitecustomize", others)
    if spec is not None:
        module = importlib.util.module_from_spec(spec)
        sys.modules["sitecustomize"] = module
        spec.loader.exec_module(module)


_redirect()
_go_on()
