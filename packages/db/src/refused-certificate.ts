/** Node's codes for a certificate that it does not trust, one of another name, or one out of its time. */
const REFUSED =
  /^(UNABLE_TO_\w+|SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|CERT_\w+|ERR_TLS_CERT_ALTNAME_INVALID)$/;

/**
 * The error for operators where the database's certificate was refused; null if an error is of anything else.
 * @param variable that has its address
 */
export function refusedCertificate(error: unknown, variable = "DATABASE_URL"): Error | null {
  if (!(error instanceof Error && "code" in error && REFUSED.test(String(error.code)))) return null;
  return new Error(
    `${variable}: the certificate of the database is refused: ${error.message}. With sslmode=verify-full it must name the ` +
      "host of the URL, and come from an authority of the system or of the file that sslrootcert names",
    { cause: error },
  );
}
