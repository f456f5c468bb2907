import { afterAll, beforeAll, expect, it } from "vitest";
import { Reader } from "./reader.ts";

/** npm gets what the template of a provider is tested with. */
export const WITH_PACKAGES_MS = 290_000;

export interface FollowPageOptions {
  /** Settings of API and worker. */
  env?: Record<string, string>;
  /** Milliseconds until the page has to be over. */
  patience?: number;
  /** Of its test. */
  tags?: string[];
}

/** Tests that all commands of a page work when pasted one after another, and answer as it shows. */
export function followPage(page: string, { env = {}, patience = 50_000, tags = [] }: FollowPageOptions = {}): void {
  let reader: Reader;

  beforeAll(async () => {
    reader = await Reader.create(env);
  });

  afterAll(() => reader?.remove());

  it(`${page} works when pasted`, { tags, timeout: patience + 10_000 }, async () => {
    await expect(reader.follow(page, patience)).resolves.toBeUndefined();
  });
}
