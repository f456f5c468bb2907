/** The use-cases that pages call through `services()`: they import only types from core. */
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
