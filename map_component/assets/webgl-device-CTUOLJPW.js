import{a}from"./chunk-25SBPTTA.js";import"./chunk-E3T3TQEZ.js";import"./chunk-OOJM4CTU.js";export{a as WebGLDevice};
