import { z } from 'zod';
import { DeskFile } from './config/desk-schema.js';
import { exampleEnvironment } from './config/variables.js';
import { OwnRfi } from './intake/own-schema.js';
import { partnerCenterMarks } from './intake/parse-rfi.js';
import { PartnerCenterReferral } from './intake/partner-center-schema.js';

/** Files in the repository that follow from the code, by path. `npm run schemas` writes them, a test compares them. */
export function generatedFiles(): Record<string, string> {
  return {
    '.env.example': exampleEnvironment(),
    'schemas/desk.schema.json': text({ $schema: draft7, title: 'desk.yaml', ...jsonSchema(DeskFile) }),
    'schemas/rfi.schema.json': text({
      $schema: draft7,
      title: 'What POST /intake/referrals takes',
      if: partnerCenterShape,
      // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own keyword.
      then: { title: 'Partner Center referral resource', ...jsonSchema(PartnerCenterReferral) },
      else: { title: 'RFI in our own form', ...jsonSchema(OwnRfi) },
    }),
  };
}

/** Draft 7, which editors and validators all know. What only code can check is left out of it. */
const draft7 = 'http://json-schema.org/draft-07/schema#';

const has = (field: string) => ({ required: [field] });
/** The rule of `parseRfi`, in JSON Schema's words. */
const partnerCenterShape = {
  type: 'object',
  anyOf: [...partnerCenterMarks.certain.map(has), { not: has('customer'), anyOf: partnerCenterMarks.likely.map(has) }],
};

function jsonSchema(schema: z.ZodType): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', target: 'draft-7' });
  return rest;
}

const text = (schema: object) => `${JSON.stringify(schema, null, 2)}\n`;
