import { defineGroup, lazy } from "../../framework/command.ts";

export const auth = defineGroup("Log in and out, and see who you are", {
  login: lazy("Log in, by the browser or with a token", () => import("./login.ts")),
  logout: lazy("Forget a context's token, and revoke it", () => import("./logout.ts")),
  whoami: lazy("Show whose token is in use", () => import("./whoami.ts")),
  token: lazy("Print the token in use, for other programs", () => import("./token.ts")),
});
