#!/usr/bin/env python3
"""A small HTTP endpoint for the quickstart: answers an order with its price. Prints its URL, then serves until stopped."""

import http.server
import json

PRICES = {"tea": 4, "coffee": 5}


class Orders(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        order = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
        price = PRICES.get(order.get("item"))
        if price is None:
            return self.answer(404, {"error": "no such item"})
        return self.answer(200, {"item": order["item"], "total": price * order.get("amount", 1)})

    def answer(self, status, content):
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Orders)
print(f"http://127.0.0.1:{server.server_port}/orders", flush=True)
server.serve_forever()
