import { expect, it } from "vitest";
import { unreadable } from "./unreadable.ts";

it("says which file cannot be read and why, and leaves a defect as it is", () => {
  const denied = Object.assign(new Error("EACCES: permission denied, open '/x'"), { syscall: "open", code: "EACCES" });
  expect(unreadable("a/x.yaml", denied)).toMatchObject({
    message: "a/x.yaml cannot be read: you have no right to (EACCES)",
    exitCode: 2,
  });
  const defect = new TypeError("x is not a function");
  expect(unreadable("a/x.yaml", defect)).toBe(defect);
});
