"""The provider protocol of Pragma (docs/provider-protocol.md) on Python's standard library alone."""
import itertools, json, os, queue, sys, threading

WRITING, NUMBERS, LIMITS, CALLS, ANSWERS = threading.Lock(), itertools.count(1), {}, {}, {}


class Failure(Exception):
    """Why a call fails: `config` is the user's to mend, `retry` names `retry_after` seconds, else `failed`."""
    def __init__(self, kind, message, **more):
        self.error = {"kind": kind, "message": message, **more}


class Call:
    def __init__(self, message):
        self.id, self.method, self.resource = message["id"], message["method"], message["resource"]
        self.identity, self.page, self.plan = message.get("identity"), message.get("page"), message.get("plan")  # of these methods
        self.context, self.options, self.stopped = message["context"], message.get("options"), threading.Event()

    def log(self, level, message, metadata=None):
        say(type="log", id=self.id, level=level, message=message, metadata=metadata)

    def lines(self, lines):
        say(type="lines", id=self.id, lines=lines)

    def ask(self, method, **params):
        """`apply` or `wait_ready`: waits for the platform's answer."""
        number, answer = next(NUMBERS), queue.Queue()
        ANSWERS[number] = answer
        say(type="request", id=number, call=self.id, method=method, params=params)
        response = answer.get()
        if not response["ok"]: raise Failure("failed", response["message"])
        return response["value"]


def say(**message):
    line = json.dumps(message)
    if message["type"] == "result" and len(line) >= LIMITS["message_bytes"]:
        return say(type="error", id=message["id"], error={"kind": "outputs", "message": "the answer is too large"})
    with WRITING: print(line, flush=True)


def run(call, handlers):
    try:
        handler = handlers.get(call.resource, {}).get(call.method)
        if not handler: raise Failure("failed", f"there is no {call.method} of a type {call.resource}")
        say(type="result", id=call.id, value=handler(call))
    except Exception as error:
        say(type="error", id=call.id, error=getattr(error, "error", {"kind": "failed", "message": str(error)}))
    del CALLS[call.id]


def serve(types, handlers):
    """Answers the platform until it says stop, or is gone. A handler gets a Call, in a thread of its own."""
    for message in map(json.loads, sys.stdin.buffer):
        kind, number = message["type"], message.get("id")
        if kind == "hello": LIMITS.update(message["limits"]), say(type="hello", protocol=1)
        if kind == "describe": say(type="result", id=number, value={"types": types})
        if kind == "call":
            CALLS[number] = Call(message)
            threading.Thread(target=run, args=[CALLS[number], handlers], daemon=True).start()
        if kind == "cancel" and number in CALLS: CALLS[number].stopped.set()
        if kind == "response" and number in ANSWERS: ANSWERS.pop(number).put(message)
        if kind == "shutdown": break
    os._exit(0)
