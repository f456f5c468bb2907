import { describe, expect, test } from "vitest";
import { withKey } from "./typed-early.ts";

const press = (key: string, modifiers: Partial<KeyboardEvent> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...modifiers,
});

describe("a text typed before there is an input", () => {
  test.each([
    ["ho", "m", "hom"],
    ["", " ", " "],
    ["a", "É", "aÉ"],
    ["hom", "Backspace", "ho"],
    ["", "Backspace", ""],
  ])("%j and %j make %j", (text, key, whole) => {
    expect(withKey(text, press(key))).toBe(whole);
  });

  test.each(["Enter", "Escape", "ArrowDown", "Shift", "F1"])("%s is not part of it", (key) => {
    expect(withKey("ho", press(key))).toBeNull();
  });

  test.each(["ctrlKey", "metaKey", "altKey"] as const)("with %s it is a shortcut", (modifier) => {
    expect(withKey("ho", press("k", { [modifier]: true }))).toBeNull();
  });
});
