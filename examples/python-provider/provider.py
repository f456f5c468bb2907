"""The conformance provider in Python: items that live as long as the process, and a way to fail for each rule."""
import datetime, threading
from pragma import Failure, serve

MODES = ["store", "config", "retry", "fail", "exists", "replace", "log", "wait", "meet", "apply", "connection", "large"]
CONFIG = {"type": "object", "required": ["text"], "additionalProperties": False,
          "properties": {"text": {"type": "string", "minLength": 1}, "mode": {"enum": MODES}}}
CONNECTION = {"type": "object", "required": ["word"], "additionalProperties": False,
              "properties": {"word": {"type": "string", "sensitive": True}}}
items, meeting = {}, threading.Barrier(2)


def act(call, text, mode):
    connection = call.context.get("connection")  # of the resource, as it is now; null or left out if it names none
    if mode == "config": raise Failure("config", f"{text} is refused")
    if mode == "retry": raise Failure("retry", f"{text} later", retry_after=7)
    if mode == "fail": raise Failure("failed", f"{text} failed")
    if mode == "replace": raise Failure("config", f"{text} needs another", replace=["text"])
    if mode == "exists": raise Failure("config", f"{text} is there already", exists=identity_of(text))
    if mode == "meet": meeting.wait()
    if mode == "large": return "x" * 1024 * 1024
    if mode == "log":
        for level in ["debug", "info", "warn", "error"]: call.log(level, text, {"level": level})
    if mode == "wait":
        call.stopped.wait()
        raise Failure("failed", f"{text} stopped")
    if mode == "apply":
        named = {"connection": connection["word"]} if connection else {}
        part = call.ask("apply", provider="test", resource="part", name=text, config={"text": text}, **named)
        return call.ask("wait_ready", id=part["id"], timeout=9)["outputs"]["text"]
    if mode == "connection": return connection["word"] if connection else "none"
    return text


def write(call):
    config, name, previous = call.context["config"], call.context["name"], None
    if not isinstance(config.get("text"), str): raise Failure("config", "config.text must be a text")
    check_connection(call)
    if call.method == "update": previous = (call.context["previous_config"] or config)["text"]
    text, revision = act(call, config["text"], config.get("mode")), items.get(name, {"revision": 0})["revision"] + 1
    items[name] = {"text": text, "revision": revision, "previous": previous,
                   **{key: call.context[key] for key in ["operation_id", "attempt", "tags"]}}
    return items[name]


def check_connection(call):
    connection = call.context.get("connection")
    if connection is not None and not isinstance(connection.get("word"), str):
        raise Failure("config", "connection: config.word must be a text")


def read(call):
    item = items.get(call.context["name"])
    return item and {"outputs": item, "config": {"text": item["text"]}}  # mode is not kept, so nothing is said of it


def identity_of(text):
    return f"item {text}"


def identity(call):
    text = call.context["outputs"]["text"]
    return None if "\n" in text else identity_of(text)  # an identity is one line


def take(call):
    item = next((item for item in items.values() if identity_of(item["text"]) == call.identity), None)
    return item and {"outputs": item, "config": {"text": item["text"]}}


def listed(call):
    prefix, cursor, limit = call.context["config"].get("text", ""), call.page["cursor"] or "", call.page["limit"]
    texts = {item["text"] for item in items.values() if item["text"].startswith(prefix)}
    left = sorted(one for one in map(identity_of, texts) if one > cursor)
    return {"items": [{"identity": one, "name": None, "tags": [], "config": None} for one in left[:limit]],
            "cursor": left[limit - 1] if len(left) > limit else None}


def plan(call):
    before, after = call.context["config"], call.plan["after"]  # where it is not known yet, after has null
    return {"replace": ["text"] if after.get("mode") == "replace" else [],
            "outputs": ["revision"] if after["text"] == before["text"] else ["revision", "text"],
            "warnings": [f"{path} is not known yet" for path in call.plan["unknown"]]}


def delete(call):
    items.pop(call.context["name"], None)


def health(call):
    item = items.get(call.context["name"])
    if not item: return {"status": "unhealthy", "message": "gone", "details": None}
    return {"status": "healthy", "message": None, "details": {"revision": item["revision"]}}


def logs(call):
    def line(second):
        time = datetime.datetime(2026, 1, 1) + datetime.timedelta(seconds=second)
        return {"timestamp": f"{time.isoformat()}.000Z", "level": "debug", "message": f"line {second}", "metadata": None}
    lines = [line(second) for second in range(call.options["tail"] + 5)]
    call.lines([one for one in lines if one["timestamp"] > (call.options["since"] or "")])


ITEM = {"create": write, "update": write, "delete": delete, "health": health, "logs": logs, "read": read,
        "observe": lambda call: items.get(call.context["name"]), "import": take, "list": listed,
        "identity": identity, "plan": plan}
# A connection with nothing to ask a server: it is there to be named by items.
WORD = {"create": lambda call: {}, "update": lambda call: {}, "delete": lambda call: None}
serve({"item": {"description": "A text that is kept", "tags": ["conformance"], "schema": CONFIG,
                "outputs_schema": {"type": "object"}, "methods": list(ITEM)},
       "connection": {"description": "A word that items are told", "tags": [], "schema": CONNECTION, "connection": True, "real": False,
                      "outputs_schema": {"type": "object"}, "methods": list(WORD)}}, {"item": ITEM, "connection": WORD})
