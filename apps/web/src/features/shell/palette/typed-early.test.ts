import { describe, expect, test } from "vitest";
import { withKey } from "./typed-early.ts";

const press = (key: string, modifiers: Partial<KeyboardEvent> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...modifiers,
});

const typed = (text: string) => ({ text, isEntered: false });

describe("a text typed before there is an input", () => {
  test.each([
    ["ho", "m", "hom"],
    ["", " ", " "],
    ["a", "É", "aÉ"],
    ["hom", "Backspace", "ho"],
    ["", "Backspace", ""],
  ])("%j and %j make %j", (text, key, whole) => {
    expect(withKey(typed(text), press(key))).toEqual(typed(whole));
  });

  test("ends with Enter", () => {
    const entered = withKey(typed("ho"), press("Enter"));
    expect(entered).toEqual({ text: "ho", isEntered: true });
    expect(entered && withKey(entered, press("m"))).toEqual(entered);
  });

  test.each(["Escape", "ArrowDown", "Shift", "F1"])("%s is not part of it", (key) => {
    expect(withKey(typed("ho"), press(key))).toBeNull();
  });

  test.each(["ctrlKey", "metaKey", "altKey"] as const)("with %s it is a shortcut", (modifier) => {
    expect(withKey(typed("ho"), press("k", { [modifier]: true }))).toBeNull();
  });
});
