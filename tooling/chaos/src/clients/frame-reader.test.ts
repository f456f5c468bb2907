import { expect, it } from "vitest";
import { FrameReader } from "./frame-reader.ts";

it("puts frames together whatever the pieces are", () => {
  const text = ': heartbeat\n\nid: 1\n\nid: 2\nevent: state_change\ndata: {"a":1}\n\nevent: reset\ndata: {}\n\n';
  const whole = new FrameReader().feed(text);
  expect(whole).toEqual([
    { id: null, event: "", data: "" },
    { id: "1", event: "", data: "" },
    { id: "2", event: "state_change", data: '{"a":1}' },
    { id: null, event: "reset", data: "{}" },
  ]);
  const reader = new FrameReader();
  expect([...text].flatMap((char) => reader.feed(char))).toEqual(whole);
});
