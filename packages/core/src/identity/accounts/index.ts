export { authenticateLogin } from "./authenticate-login.ts";
export { awaitedEmail, withdrawEmail } from "./awaited-email.ts";
export { changePassword } from "./change-password.ts";
export { completeSetup } from "./complete-setup.ts";
export { confirmEmail } from "./confirm-email.ts";
export { endEverywhere, endLogin, endLoginById } from "./end-login.ts";
export { listLogins } from "./list-logins.ts";

export { memberIn } from "./member-in.ts";
export { needsSetup } from "./needs-setup.ts";
export { requestEmail } from "./request-email.ts";
export { rotateLogin } from "./rotate-login.ts";
export { type OauthProfile, signInWithOAuth } from "./sign-in-with-oauth.ts";
export { startLogin } from "./start-login.ts";
export { updateProfile } from "./update-profile.ts";
export { verifyCredentials } from "./verify-credentials.ts";
