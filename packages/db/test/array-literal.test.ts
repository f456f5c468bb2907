import { createTestDatabase, type TestDatabase } from "@pragma/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { arrayLiteral } from "../src/array-literal.ts";
import { createPool } from "../src/index.ts";

let database: TestDatabase;
let pool: ReturnType<typeof createPool>;

beforeAll(async () => {
  database = await createTestDatabase({ empty: true });
  pool = createPool({ url: database.url, name: "array-literal-test", max: 1 });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

async function readBack(values: readonly (string | null)[]): Promise<unknown> {
  const { rows } = await pool.query("SELECT $1::text[] AS read", [arrayLiteral(values)]);
  return rows[0]?.read;
}

it.each([
  [[]],
  [["a", "null", "NULL", null, "", " "]],
  [["{a,b}", "a,b", "'", "é😀", "\u2028"]],
  [['"', "\\", "a\nb", '\\"']],
])("PostgreSQL reads %j as it is", async (values: (string | null)[]) => {
  expect(await readBack(values)).toEqual(values);
});

it("every character is read as it is", async () => {
  // PostgreSQL knows no NUL, and no half of a pair.
  const characters = Array.from({ length: 0xffff }, (_, index) => String.fromCharCode(index + 1));
  const whole = characters.filter((character) => character.isWellFormed());
  for (const character of whole.slice(0, 0x100)) expect(await readBack([character, "b"])).toEqual([character, "b"]);
  expect(await readBack(whole)).toEqual(whole);
  const plain = whole.filter((character) => !JSON.stringify(character).includes("\\"));
  expect(arrayLiteral(plain)).toEqual(expect.any(String));
  expect(await readBack(plain)).toEqual(plain);
});

it("leaves to the driver what it does not write", () => {
  expect(arrayLiteral(["a/b/c", null])).toBe('{"a/b/c",null}');
  for (const values of [[1, 2], [Number.NaN], ['"'], ["\\"], [new Date(0)], [Buffer.from("a")], [["a"]]]) {
    expect(arrayLiteral(values)).toBe(values);
  }
});
