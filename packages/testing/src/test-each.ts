import { type TestContext, test } from "vitest";

/**
 * A test of each case; those of `rest` are thorough tests, and the usual ones their witnesses: the same code, other data.
 *
 * @returns declares it, like `test.for`
 */
export function testEach<Case>(
  usual: readonly Case[],
  rest: readonly Case[],
): (title: string, run: (one: Case, context: TestContext) => Promise<void>) => void {
  return (title, run) => {
    test.for(usual)(title, run);
    test.for(rest)(title, { tags: ["thorough"] }, run);
  };
}
