import { expect } from "@playwright/test";
import type { Api, NewResource } from "./api.ts";

/** Applies many resources as one change, which must be accepted. */
export async function applyAll(api: Api, documents: readonly NewResource[]): Promise<void> {
  const answer = await api.post("/changes", { documents, apply: true });
  expect(answer.ok, await answer.text()).toBe(true);
}
