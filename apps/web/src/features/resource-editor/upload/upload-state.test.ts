import { describe, expect, it } from "vitest";
import {
  faultOf,
  NO_UPLOAD,
  reduceUpload,
  resourceNameOf,
  type UploadEvent,
  type UploadState,
} from "./upload-state.ts";

const sending: UploadState = { step: "sending", name: "a.png", sent: 0, total: 10 };

it.each<[string, UploadState, UploadEvent, UploadState]>([
  ["begins", NO_UPLOAD, { type: "started", name: "a.png", total: 10 }, sending],
  ["goes on", sending, { type: "progressed", sent: 4 }, { ...sending, sent: 4 }],
  ["never counts more than the file", sending, { type: "progressed", sent: 400 }, { ...sending, sent: 10 }],
  ["takes no news of one that was cancelled", NO_UPLOAD, { type: "progressed", sent: 4 }, NO_UPLOAD],
  ["is cancelled", sending, { type: "cancelled" }, NO_UPLOAD],
  ["says why it failed", sending, { type: "refused", error: "no" }, { step: "idle", error: "no" }],
  ["forgets that with the next", { step: "idle", error: "no" }, { type: "started", name: "a.png", total: 10 }, sending],
  ["ends", sending, { type: "finished" }, NO_UPLOAD],
])("an upload %s", (_, state, event, expected) => {
  expect(reduceUpload(state, event)).toEqual(expected);
});

describe("a file", () => {
  it("may be as large as the limit", () => {
    expect(faultOf({ name: "a", size: 1024 }, 1024)).toBeNull();
    expect(faultOf({ name: "a", size: 1_600_000 }, 1024 * 1024)).toBe(
      "a has 1.5 MiB, and a file may have at most 1 MiB",
    );
  });

  it.each([
    ["My Photo (1).png", "My-Photo-1-.png"],
    [".env", "env"],
    ["日本", "file"],
  ])("%s is named %s", (name, expected) => {
    expect(resourceNameOf(name)).toBe(expected);
  });
});
