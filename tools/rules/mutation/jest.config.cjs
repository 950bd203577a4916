/** The specs that need nothing but Node, as Stryker's Jest runner wants them: a single project, found in the copy it mutates. */
const { projects } = require('../../../jest.config.cjs');

const [specs] = projects;
module.exports = { ...specs, displayName: undefined };
