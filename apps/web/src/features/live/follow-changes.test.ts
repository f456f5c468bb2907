import type { AppRouter } from "@pragma/trpc";
import { type TRPCClient, TRPCClientError } from "@trpc/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type ChangeObserver, followChanges } from "./follow-changes.ts";

interface Handlers {
  onData: (event: { id: string; data: unknown }) => void;
  onError: (error: TRPCClientError<AppRouter>) => void;
}

/** A page in view whose subscriptions are answered by hand. */
function open() {
  const subscriptions: Handlers[] = [];
  const asked: unknown[] = [];
  const recovered: (() => void)[] = [];
  const subscribe = (input: unknown, handlers: Handlers) => {
    asked.push(input);
    subscriptions.push(handlers);
    return { unsubscribe: () => {} };
  };
  const observer = {
    onStatus: vi.fn<ChangeObserver["onStatus"]>(),
    onRecovery: (again: () => void) => {
      recovered.push(again);
      return () => {};
    },
    onForbidden: vi.fn<ChangeObserver["onForbidden"]>(),
    onReset: vi.fn<ChangeObserver["onReset"]>(),
    onChanges: () => {},
    onProgress: () => {},
  };
  followChanges({ live: { stream: { subscribe } } } as unknown as TRPCClient<AppRouter>, "0-page", observer);
  const last = (): Handlers => subscriptions.at(-1) as Handlers;
  return {
    asked,
    observer,
    subscriptions,
    recover: () => {
      for (const again of recovered) again();
    },
    signOut: () => {
      const data = { code: "UNAUTHORIZED" };
      last().onError(TRPCClientError.from({ error: { message: "You are not signed in", code: -32001, data } }));
    },
    begin: () => last().onData({ id: "1", data: { kind: "resumed" } }),
    forbid: () => {
      const data = { code: "FORBIDDEN" };
      last().onError(TRPCClientError.from({ error: { message: "Not a member", code: -32003, data } }));
    },
  };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("document", Object.assign(new EventTarget(), { visibilityState: "visible" }));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("tells once that what was seen is not theirs to see any more, however often it asks again", () => {
  const { observer, subscriptions, begin, forbid } = open();
  begin();
  forbid();
  expect(observer.onForbidden).toHaveBeenCalledTimes(1);
  expect(observer.onStatus).toHaveBeenLastCalledWith("refused", "Not a member");
  for (let tries = 2; tries <= 4; tries++) {
    vi.advanceTimersByTime(30_000);
    expect(subscriptions).toHaveLength(tries);
    forbid();
  }
  expect(observer.onForbidden).toHaveBeenCalledTimes(1);
});

it("tells again after it was allowed meanwhile", () => {
  const { observer, begin, forbid } = open();
  begin();
  forbid();
  vi.advanceTimersByTime(30_000);
  begin();
  forbid();
  expect(observer.onForbidden).toHaveBeenCalledTimes(2);
});

it("does not tell it of what nobody has seen", () => {
  const { observer, forbid } = open();
  forbid();
  expect(observer.onForbidden).not.toHaveBeenCalled();
});

it("begins where the page was read, and goes on from what came last", () => {
  const { asked, observer, begin, forbid } = open();
  begin();
  forbid();
  vi.advanceTimersByTime(30_000);
  expect(asked).toEqual([{ lastEventId: "0-page" }, { lastEventId: "1" }]);
  expect(observer.onReset).not.toHaveBeenCalled();
});

it("waits for another login where its own has ended, and goes on from what came last", () => {
  const { asked, observer, begin, signOut, recover } = open();
  begin();
  signOut();
  expect(observer.onStatus).toHaveBeenLastCalledWith("lost", null);
  vi.advanceTimersByTime(600_000);
  expect(asked).toHaveLength(1);
  recover();
  expect(asked).toEqual([{ lastEventId: "0-page" }, { lastEventId: "1" }]);
  begin();
  recover();
  expect(asked).toHaveLength(2);
});
