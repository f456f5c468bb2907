"""The conformance provider in Python: items that live as long as the process, and a way to fail for each rule."""
import datetime, threading
from pragma import Failure, serve

MODES = ["store", "config", "retry", "fail", "log", "wait", "meet", "apply", "large"]
CONFIG = {"type": "object", "required": ["text"], "additionalProperties": False,
          "properties": {"text": {"type": "string", "minLength": 1}, "mode": {"enum": MODES}}}
items, meeting = {}, threading.Barrier(2)


def act(call, text, mode):
    if mode == "config": raise Failure("config", f"{text} is refused")
    if mode == "retry": raise Failure("retry", f"{text} later", retry_after=7)
    if mode == "fail": raise Failure("failed", f"{text} failed")
    if mode == "meet": meeting.wait()
    if mode == "large": return "x" * 1024 * 1024
    if mode == "log":
        for level in ["debug", "info", "warn", "error"]: call.log(level, text, {"level": level})
    if mode == "wait":
        call.stopped.wait()
        raise Failure("failed", f"{text} stopped")
    if mode == "apply":
        part = call.ask("apply", provider="test", resource="part", name=text, config={"text": text})
        return call.ask("wait_ready", id=part["id"], timeout=9)["outputs"]["text"]
    return text


def write(call):
    config, name, previous = call.context["config"], call.context["name"], None
    if not isinstance(config.get("text"), str): raise Failure("config", "config.text must be a text")
    if call.method == "update": previous = (call.context["previous_config"] or config)["text"]
    text, revision = act(call, config["text"], config.get("mode")), items.get(name, {"revision": 0})["revision"] + 1
    items[name] = {"text": text, "revision": revision, "previous": previous,
                   **{key: call.context[key] for key in ["operation_id", "attempt", "tags"]}}
    return items[name]


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


ITEM = {"create": write, "update": write, "delete": delete, "health": health, "logs": logs,
        "observe": lambda call: items.get(call.context["name"])}
serve({"item": {"description": "A text that is kept", "tags": ["conformance"], "schema": CONFIG,
                "outputs_schema": {"type": "object"}, "methods": list(ITEM)}}, {"item": ITEM})
