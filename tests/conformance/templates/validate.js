// Holds element templates against the published schema.   validate.js FILE…   (NODE_PATH names the packages)

const fs = require("fs");
const { validateZeebe } = require("@bpmn-io/element-templates-validator");

let broken = 0;
for (const file of process.argv.slice(2)) {
  const { valid, errors } = validateZeebe(JSON.parse(fs.readFileSync(file, "utf8")));
  if (valid) continue;
  ++broken;
  for (const error of errors) console.error(`${file}: ${error.dataPath ?? ""} ${error.message}`);
}
process.exit(broken === 0 ? 0 : 1);
