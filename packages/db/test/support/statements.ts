import { declaredStatements, type Statement } from "../../src/statement.ts";

/** Names of statements that only tests have. Their files share the process with this one. */
const OF_TESTS = /(^|_)test(_|$)/;

/** All statements of the loaded modules but those of tests. */
export function statementsOfTheProduct(): Statement[] {
  return [...declaredStatements().values()].filter(({ name }) => !OF_TESTS.test(name));
}
