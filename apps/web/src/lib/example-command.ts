/** Where the command looks for the API by itself, as `npm start` serves it. */
const USUAL = new Set(["http://localhost:8000", "http://127.0.0.1:8000"]);

/**
 * Applies the example to this organization: with the token of another one nothing is written at all.
 * @param apiUrl where the API of this installation is reached
 */
export function exampleCommand(organizationId: string, apiUrl: string): string {
  const where = USUAL.has(apiUrl) ? "" : `PRAGMA_API_URL=${apiUrl} `;
  return `${where}npm run example -- --organization ${organizationId}`;
}
