import { TooBusy } from "@pragma/db";
import { beforeEach, describe, expect, it } from "vitest";
import { RecentRequests } from "./recent-requests.ts";

const TIMEOUT = Object.assign(new Error("canceling statement due to lock timeout"), { code: "55P03" });

let now: number;
let requests: RecentRequests;

beforeEach(() => {
  now = 0;
  requests = new RecentRequests(() => now);
});

function note(answered: number, failed: number, error: unknown = TIMEOUT, organization = "one"): void {
  for (let n = 0; n < answered; n++) requests.answered(organization);
  for (let n = 0; n < failed; n++) requests.failed(error, organization);
}

describe("recent requests", () => {
  it.each([
    { answered: 0, failed: 0, isFault: false },
    { answered: 0, failed: 2, isFault: false },
    { answered: 0, failed: 3, isFault: true },
    { answered: 3, failed: 3, isFault: true },
    { answered: 4, failed: 3, isFault: false },
    { answered: 1000, failed: 100, isFault: false },
  ])("$failed of $answered more failed: $isFault", ({ answered, failed, isFault }) => {
    note(answered, failed);
    expect(requests.findFault() !== null).toBe(isFault);
  });

  it("say how many failed", () => {
    note(1, 4);
    expect(requests.findFault()).toBe(
      "The database answers, but 4 of 5 requests within 30 s failed since it did not answer them in time",
    );
  });

  it("are judged by most organizations, not by one that fails alone", () => {
    note(0, 100, TIMEOUT, "one");
    note(1, 0, TIMEOUT, "two");
    expect(requests.findFault()).toBeNull();
    note(1, 0, TIMEOUT, "three");
    note(1, 1, TIMEOUT, "two");
    expect(requests.findFault()).toBeNull();
    note(0, 1, TIMEOUT, "two");
    expect(requests.findFault()).toContain("102 of 105");
  });

  it("count no error that the database has not caused, nor what was turned away", () => {
    note(0, 5, new TypeError("x is not a function"));
    note(0, 5, new TooBusy("Others were first"));
    expect(requests.findFault()).toBeNull();
  });

  it("forget failures after half a minute, though no request comes", () => {
    note(0, 5);
    now = 24_999;
    expect(requests.findFault()).not.toBeNull();
    now = 30_000;
    expect(requests.findFault()).toBeNull();
  });

  it("add up over the window, and begin anew in a slice that was used before", () => {
    note(0, 2);
    now = 12_000;
    note(0, 2);
    expect(requests.findFault()).toContain("4 of 4");
    now = 31_000;
    note(1, 1);
    expect(requests.findFault()).toContain("3 of 4");
  });
});
