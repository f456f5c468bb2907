import { expect, it } from "vitest";
import { actorWords } from "./actor-words.ts";

it("says who did it, by name or else by id", () => {
  expect(actorWords({ type: "user", id: "u", name: "Ada" })).toBe("Ada");
  expect(actorWords({ type: "token", id: "t", name: "deploys" })).toBe("token deploys");
  const user = { id: "u", name: "Ada" };
  expect(actorWords({ type: "token", id: "t", name: "deploys", user })).toBe("Ada via the token deploys");
  expect(actorWords({ type: "token", id: "t", name: "Bootstrap token", user })).toBe("Ada via Bootstrap token");
  expect(actorWords({ type: "token", id: "t", name: "Bootstrap token" })).toBe("Bootstrap token");
  expect(actorWords({ type: "resource", id: "pragma/config/a", name: null })).toBe("resource pragma/config/a");
  expect(actorWords({ type: "user", id: "u", name: null })).toBe("u");
});
