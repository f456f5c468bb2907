/** Why a provider that was asked did not answer. @param code of the error */
export function providerProblem(code: string | undefined, message: string): string {
  if (code === "provider_timeout") return `The provider did not answer in time. ${message}`;
  if (code === "provider_failed") return `The provider could not check it. ${message}`;
  return message;
}
