-- What a provider's handlers keep with a resource, sealed as a whole: null where none has kept anything.
ALTER TABLE "resources" ADD COLUMN "state" JSON;
