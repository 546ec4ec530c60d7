"""Shakes hands under each name with a server of this machine; prints a line for each: "taken" or "refused: why"."""
import socket, ssl, sys

ca_file, port, *names = sys.argv[1:]
context = ssl.create_default_context(cafile=ca_file)
# The default from Python 3.13 on.
context.verify_flags |= ssl.VERIFY_X509_STRICT | ssl.VERIFY_X509_PARTIAL_CHAIN
for name in names:
    try:
        with socket.create_connection(("127.0.0.1", int(port))) as plain:
            with context.wrap_socket(plain, server_hostname=name):
                print("taken")
    except ssl.SSLError as error:
        print("refused:", error)
