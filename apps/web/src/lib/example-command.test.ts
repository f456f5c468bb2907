import { expect, it } from "vitest";
import { exampleCommand } from "./example-command.ts";

it("names the organization, and the API where it is not where the command looks", () => {
  const plain = "npm run example -- --organization an-organization";
  expect(exampleCommand("an-organization", "http://localhost:8000")).toBe(plain);
  expect(exampleCommand("an-organization", "http://127.0.0.1:8000")).toBe(plain);
  expect(exampleCommand("an-organization", "http://localhost:9000")).toBe(
    `PRAGMA_API_URL=http://localhost:9000 ${plain}`,
  );
});
