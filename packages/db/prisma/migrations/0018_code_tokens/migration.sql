-- The token that a code was exchanged for: it ends when the code comes again, since two have it then.
ALTER TABLE "login_codes" ADD COLUMN "token_id" UUID;
