import { defineGroup } from "../../framework/command.ts";

export const auth = defineGroup("Log in and out, and see who you are", {
  login: async () => (await import("./login.ts")).command,
  logout: async () => (await import("./logout.ts")).command,
  whoami: async () => (await import("./whoami.ts")).command,
  token: async () => (await import("./token.ts")).command,
});
