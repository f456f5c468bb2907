/** What the pages do through core, for `services()`: they import no more of it than types. */
export { createLoginCode, createToken } from "@pragma/core/access";
export {
  authenticateLogin,
  awaitedEmail,
  changePassword,
  completeSetup,
  confirmEmail,
  endLogin,
  memberIn,
  needsSetup,
  rotateLogin,
  signInWithOAuth,
  startLogin,
  verifyCredentials,
} from "@pragma/core/accounts";
export { DomainError } from "@pragma/core/errors";
export { acceptInvitation, getInvitation } from "@pragma/core/invitations";
export {
  createOrganization,
  findByAddress,
  lookAtOrganization,
  mayCreateOrganization,
} from "@pragma/core/organizations";
