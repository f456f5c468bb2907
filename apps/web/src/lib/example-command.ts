/** The CLI's default API address, as served by `npm start`. */
const USUAL = new Set(["http://localhost:8000", "http://127.0.0.1:8000"]);

/**
 * Applies the example to this organization: with another organization's token nothing is written.
 * @param apiUrl the
 * address of this installation's API
 */
export function exampleCommand(organizationId: string, apiUrl: string): string {
  const where = USUAL.has(apiUrl) ? "" : `PRAGMA_API_URL=${apiUrl} `;
  return `${where}npm run example -- --organization ${organizationId}`;
}
