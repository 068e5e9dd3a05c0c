import{a}from"./chunk-W6BFWREY.js";import"./chunk-R3X6QOE6.js";import"./chunk-OOJM4CTU.js";export{a as WebGLDevice};
