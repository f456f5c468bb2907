import type { Resource } from "@pragma/contract";
import { expect, it } from "vitest";
import type { Drift } from "../resource-types.ts";
import {
  choicesFor,
  findingWords,
  hasDrift,
  ignorablePath,
  isLookedForAgain,
  isSideAddress,
  sideAddress,
  uncheckedWords,
  valuesOfSides,
  whyUndecided,
} from "./drift-facts.ts";

const resource = (more: Partial<Resource> = {}): Resource =>
  ({ lifecycle_state: "ready", provisioned: true, handling: null, conditions: [], ...more }) as Resource;
const handled = (handling: Partial<NonNullable<Resource["handling"]>>) =>
  resource({
    handling: { mode: "full", on_delete: "delete", ignore: [], drift: "report", paused: false, ...handling },
  });
const drift = (more: Partial<Drift> = {}): Drift => ({
  ...{ status: "in_sync", checked_at: null, due_at: null, error: null, changes: [], ...more },
});
const change = { path: "config.size", declared: 1, found: 2 };

it("is of what exists, and of types that can be looked at", () => {
  expect(hasDrift(resource(), ["health", "read"], drift())).toBe(true);
  expect(hasDrift(resource(), ["observe"], undefined)).toBe(true);
  expect(hasDrift(resource(), ["health"], drift())).toBe(false);
  expect(hasDrift(resource({ provisioned: false }), ["read"], drift())).toBe(false);
  // Of a type without a real thing, nothing is ever found out.
  expect(hasDrift(resource(), ["read"], drift({ status: "unknown" }))).toBe(false);
  expect(hasDrift(resource(), ["read"], drift({ status: "unknown", due_at: "2026-01-01T00:00:00Z" }))).toBe(true);
});

it("is told in a sentence, which counts as far as is known", () => {
  expect(findingWords(drift())).toBeNull();
  expect(findingWords(drift({ status: "missing" }))).toContain("does not exist any more");
  expect(findingWords(drift({ status: "drifted", changes: [change] }))).toContain(": 1 value differs");
  expect(findingWords(drift({ status: "drifted", changes: [change, change] }))).toContain(": 2 values differ");
  expect(findingWords(drift({ status: "drifted", changes: Array(100).fill(change) }))).toContain("at least 100 values");
  expect(findingWords(drift({ status: "drifted" }))).toContain("by the next check");
});

it("says why nothing is checked, and why nothing can be decided", () => {
  expect(uncheckedWords(handled({ paused: true }))).toContain("paused");
  expect(uncheckedWords(handled({ drift: "off" }))).toBe("not looked for drift by itself");
  expect(uncheckedWords(resource())).toBe("not checked by itself");
  expect(whyUndecided(resource())).toBeNull();
  expect(whyUndecided(resource({ lifecycle_state: "failed" }))).toBeNull();
  expect(whyUndecided(handled({ paused: true }))).toContain("resume it");
  expect(whyUndecided(resource({ lifecycle_state: "processing" }))).toContain("once that has ended");
  expect(whyUndecided(resource({ lifecycle_state: "draft" }))).toContain("discard");
});

it("offers what its provider can do about it", () => {
  expect(choicesFor("in_sync", resource())).toEqual([]);
  expect(choicesFor("drifted", resource())).toEqual(["revert", "accept"]);
  expect(choicesFor("missing", resource())).toEqual(["revert"]);
  expect(choicesFor("drifted", handled({ mode: "observe" }))).toEqual(["look"]);
});

it("knows that what was not found is looked for once more", () => {
  const checked_at = "2026-01-01T00:00:00Z";
  expect(isLookedForAgain(drift({ checked_at, due_at: "2026-01-01T00:00:14Z" }))).toBe(true);
  expect(isLookedForAgain(drift({ checked_at, due_at: "2026-01-01T00:00:54Z" }))).toBe(false);
  expect(isLookedForAgain(drift({ checked_at }))).toBe(false);
  expect(isLookedForAgain(drift({ checked_at, due_at: "2026-01-01T00:00:14Z", status: "missing" }))).toBe(false);
});

it("names what can be ignored as handling does", () => {
  expect(ignorablePath("config.labels.env")).toBe("labels.env");
  expect(ignorablePath('config.labels["a.b"]')).toBe('labels["a.b"]');
  expect(ignorablePath("outputs.url")).toBeNull();
  expect(ignorablePath("config")).toBeNull();
});

it("reveals both sides of each difference by their addresses", () => {
  const values = valuesOfSides([change, { path: "config.gone", declared: "a", found: null }]);
  expect(values).toEqual({
    "declared config.size": 1,
    "found config.size": 2,
    "declared config.gone": "a",
    "found config.gone": null,
  });
  expect(Object.keys(values).every(isSideAddress)).toBe(true);
  expect(isSideAddress("config.found")).toBe(false);
  expect(sideAddress("found", "config.size")).toBe("found config.size");
});
