import { applyInputSchema } from "@pragma/contract";
import { describe, expect, it } from "vitest";
import { tokenSnippets } from "./snippets.ts";

describe("tokenSnippets", () => {
  const snippets = tokenSnippets(
    { apiUrl: "https://api.example.com", webUrl: "https://pragma.example.com" },
    "pragma_abc",
  );

  it("puts address and token into each", () => {
    for (const { code } of snippets) {
      expect(code).toContain("https://api.example.com");
      expect(code).toContain("pragma_abc");
    }
  });

  it("installs the packages of this installation", () => {
    const codeOf = (wanted: string) => snippets.find(({ id }) => id === wanted)?.code;
    expect(codeOf("cli")).toContain("https://pragma.example.com/api/packages/pragma-cli.tgz");
    expect(codeOf("sdk")).toContain("npm install https://pragma.example.com/api/packages/pragma-sdk.tgz");
  });

  it("applies what the API accepts", () => {
    const code = snippets.find(({ id }) => id === "curl")?.code ?? "";
    const body: unknown = JSON.parse(/-d '(.*)'/.exec(code)?.[1] ?? "");
    expect(applyInputSchema.parse(body)).toMatchObject({ provider: "pragma", resource: "config", name: "hello" });
  });
});
