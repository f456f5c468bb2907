/** The use-cases that pages call through `services()`: they import only types from core. */
export { createLoginCode, createToken, isStillValid, requireScope } from "@pragma/core/access";
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
export { takeRequest } from "@pragma/core/limits";
export {
  createOrganization,
  findByAddress,
  mayCreateOrganization,
  visitOrganization,
} from "@pragma/core/organizations";
export { listResources } from "@pragma/core/resources/read";
export { currentPosition } from "@pragma/core/stream";
