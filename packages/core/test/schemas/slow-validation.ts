import { SchemaValidator } from "../../src/foundation/schemas/index.ts";

/**
 * A program that validates a value for 150 to 400 milliseconds: it writes `begun` when it begins, then the types of
 * the issues as JSON. Argument: the deadline in milliseconds.
 */

/** Takes twice as long for each further letter. */
const PATTERN = "^(a+)+$";
/** Processor time. */
const AT_LEAST_MS = 150;

function bait(): string {
  const expression = new RegExp(PATTERN, "u");
  for (let length = 20; ; length++) {
    const text = `${"a".repeat(length)}!`;
    const start = process.threadCpuUsage().user;
    expression.test(text);
    if (process.threadCpuUsage().user - start > AT_LEAST_MS * 1000) return text;
  }
}

const validator = new SchemaValidator({ deadlineMs: Number(process.argv[2]) });
const validate = (s: string) =>
  validator.validate({
    owner: "org",
    schemaId: "slow",
    schema: { properties: { s: { pattern: PATTERN } } },
    value: { s },
  });

const text = bait();
// Once on the thread for new schemas, then on the other one, so that both have started.
await validate("a");
await validate("a");
const validated = validate(text);
process.stdout.write("begun\n");
process.stdout.write(`${JSON.stringify((await validated).map(({ type }) => type))}\n`);
await validator.close();
