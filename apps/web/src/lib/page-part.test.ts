import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { pagePart } from "./page-part.ts";

beforeEach(() => void vi.stubGlobal("window", {}));
afterEach(() => void vi.unstubAllGlobals());

/** A part whose file comes, or does not, when it is told to. */
function setting() {
  const file = Promise.withResolvers<string>();
  const load = vi.fn(() => file.promise);
  const part = pagePart(load);
  const told = vi.fn();
  const end = part.subscribe(told);
  return { ...file, load, part, told, end };
}

test("a part is loaded once, and tells those who wait for it", async () => {
  const { part, load, resolve, told } = setting();
  part.begin();
  part.begin();
  expect(part.get()).toBeNull();
  resolve("editor");
  await vi.waitFor(() => expect(told).toHaveBeenCalledOnce());
  part.begin();
  expect([part.get(), load.mock.calls.length]).toEqual(["editor", 1]);
});

test("whoever has left is told nothing", async () => {
  const { part, resolve, told, end } = setting();
  part.begin();
  end();
  resolve("editor");
  await vi.waitFor(() => expect(part.get()).toBe("editor"));
  expect(told).not.toHaveBeenCalled();
});

test("a part that cannot be loaded throws where it is to be shown", async () => {
  const { part, reject, told } = setting();
  part.begin();
  reject(new Error("gone"));
  await vi.waitFor(() => expect(told).toHaveBeenCalledOnce());
  expect(() => part.get()).toThrow("gone");
});

test("a server loads none", () => {
  vi.unstubAllGlobals();
  const { part, load } = setting();
  part.begin();
  expect(load).not.toHaveBeenCalled();
  expect(part.get()).toBeNull();
});
