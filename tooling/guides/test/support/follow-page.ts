import { afterAll, beforeAll, expect, it } from "vitest";
import { Reader } from "./reader.ts";

/** A page that hangs is ended after it. Some get packages with npm, and the machine may have more to do. */
const PATIENCE_MS = 290_000;

export interface FollowPageOptions {
  /** Settings of API and worker. */
  env?: Record<string, string>;
  /** Tags of its test. */
  tags?: string[];
}

/** Tests that all commands of a page work when pasted one after another, and answer as it shows. */
export function followPage(page: string, { env = {}, tags = [] }: FollowPageOptions = {}): void {
  let reader: Reader;

  beforeAll(async () => {
    reader = await Reader.create(env);
  });

  afterAll(() => reader?.remove());

  it(`${page} works when pasted`, { tags, timeout: PATIENCE_MS + 10_000 }, async () => {
    await expect(reader.follow(page, PATIENCE_MS)).resolves.toBeUndefined();
  });
}
