import { describe, expect, it } from "vitest";
import { ANYTHING, fits, referencedKeys, resolve } from "./references.ts";

const object = { provider: "chaos", resource: "object", name: "a", field: "digest" };
const whole = { __dependency__: true, provider: "chaos", resource: "plain", name: "b" };
const config = { text: "<${pragma/config/c.outputs.value}>", inputs: { x: object, y: whole, z: ["${HOME}"] } };

describe("references", () => {
  it("are found in all forms", () => {
    expect([...referencedKeys(config)].sort()).toEqual(["chaos/object/a", "chaos/plain/b", "pragma/config/c"]);
  });

  it("are replaced, keeping the text around them", () => {
    const resolved = resolve(config, ({ key, field }) => `${key} ${field}`);
    expect(resolved).toEqual({
      text: "<pragma/config/c outputs.value>",
      inputs: { x: "chaos/object/a outputs.digest", y: "chaos/plain/b null", z: ["${HOME}"] },
    });
  });

  it("keep the type of the value if they are the whole text", () => {
    expect(resolve("${pragma/file/f.outputs.size}", () => 7)).toBe(7);
    expect(resolve("<${pragma/file/f.outputs.size}>", () => 7)).toBe("<7>");
  });

  it("match anything if their value is unknown", () => {
    const resolved = resolve(config, () => ANYTHING);
    expect(fits(resolved, { text: "what", inputs: { x: 1, y: null, z: ["${HOME}"] } })).toBe(true);
    expect(fits(resolved, { text: "what", inputs: { x: 1, y: null, z: ["other"] } })).toBe(false);
  });

  it("match regardless of signed URLs", () => {
    expect(fits({ size: 1, public_url: "a" }, { size: 1, public_url: "b" })).toBe(true);
    expect(fits({ size: 1 }, { size: 1, extra: 2 })).toBe(false);
  });
});
