import{CLOCK,OtherTabs,StoredTurns,__export,fingerprint,fromTemplate,holdTurn,keptTurns,meaningOf,newKey,part,pauseAfter,read,request,sameAnswers,toggle,workOfPage}from"./shared.js";var order={isFlipped:false};var OTHER={A:"B",B:"A"};var turned=side=>order.isFlipped?OTHER[String(side)]??side:side;var mirrored=(value,first,last)=>order.isFlipped?
Number((first+last-value).toFixed(9)):value;var MOST=500;var History=class{#past=[];#future=[];#open;remember(before,joins){this.#future=[];if(joins!==void 0&&joins===this.#open)return;this.#open=joins;this.#past.
push(before);if(this.#past.length>MOST)this.#past.shift()}pause(){this.#open=void 0}undo(now){return this.#go(this.#past,this.#future,now)}redo(now){return this.#go(
this.#future,this.#past,now)}#go(from,to,now){this.pause();const state=from.pop();if(state!==void 0)to.push(now);return state}};var BLANK={step:null,call:null,file:"",side:null,line:null,end_line:null,text:"",suggestion:null,resolved:false,replies:[]};var Comments=class{#all=[];#history=new History;fill(comments){
this.#all=comments.map(comment=>({...BLANK,...comment}));this.#history.pause()}clear(){[this.#all,this.#history]=[[],new History]}get all(){return this.#all}get said(){
return this.#all.filter(saysSomething).map(withoutBlankReplies)}find(id){return this.#all.find(comment=>comment.id===id)}add(place2,category){const blank=this.#all.
find(comment=>!saysSomething(comment)&&isAt(comment,place2));if(blank)return blank.id;const id=this.#freeId();this.#all=[...this.#all,{...BLANK,...place2,id,category}];
return id}change(id,part2,joins){this.#become(this.#all.map(comment=>comment.id===id?{...comment,...part2}:comment),joins&&`${id} ${joins}`)}remove(id){this.#become(
this.#all.filter(comment=>comment.id!==id))}take(comments){this.#history.pause();this.#become([...this.#all,...comments.map(comment=>({...BLANK,...comment}))])}leave(id){
this.#all=this.#all.filter(comment=>comment.id!==id||saysSomething(comment)).map(comment=>comment.id===id?withoutBlankReplies(comment):comment);this.#history.pause()}undo(){
return this.#goTo(this.#history.undo(this.said))}redo(){return this.#goTo(this.#history.redo(this.said))}#become(comments,joins){const before=this.said;this.#all=
comments;if(JSON.stringify(before)!==JSON.stringify(this.said))this.#history.remember(before,joins)}#goTo(comments){if(comments)this.#all=comments;return comments!==
void 0}#freeId(){let id="";do id=`c${Math.random().toString(36).slice(2,10)}`;while(this.find(id));return id}};var saysSomething=({text:text3,suggestion})=>text3.
trim()!==""||(suggestion??"").trim()!=="";var inOrder=comments=>[...comments].sort((a,b)=>rank(a.step)-rank(b.step)||(a.call??-1)-(b.call??-1)||(a.line??Infinity)-
(b.line??Infinity)||0);function nameOfPlace({step,call,file,side,line:line4,end_line=null}){if(file!==""){const lines2=line4===null?"":end_line===null||end_line===
line4?`:${line4}`:`:${line4}\u2013${end_line}`;const name=`${file.split(/[\\/]/).at(-1)}${lines2}`;return side==="old"?interpolate(gettext("%(place)s, before"),
{place:name},true):name}if(step===null)return gettext("The whole");const title=interpolate(gettext("Step %(number)s"),{number:Number(step)+1},true);return call===
null?title:interpolate(gettext("%(step)s, call %(number)s"),{step:title,number:call+1},true)}function commentMark(said2,suggested){const own2=interpolate(ngettext(
"%(count)s comment","%(count)s comments",said2),{count:said2},true);const waiting2=interpolate(ngettext("%(count)s suggested comment","%(count)s suggested comme\
nts",suggested),{count:suggested},true);if(suggested>0)return{name:"suggested",label:said2>0?`${own2}, ${waiting2}`:waiting2};return said2>0?{name:"comment",label:own2}:
void 0}var rank=step=>step===null?Number.MAX_SAFE_INTEGER:Number(step);var isAt=(comment,place2)=>["step","call","file","side","line"].every(key=>comment[key]===
place2[key]);function withoutBlankReplies(comment){const replies=comment.replies.filter(({text:text3})=>text3.trim()!=="");return replies.length===comment.replies.
length?comment:{...comment,replies}}function thread(templates,comment,how,hear){const root=copied(templates,"comment");const{id,text:text3,resolved,replies}=comment;[root.dataset.comment,root.dataset.
of]=[id,how.name];root.classList.toggle("is-resolved",resolved);root.setAttribute("aria-label",interpolate(gettext("Comment, %(place)s"),{place:nameOfPlace(comment)},
true));say(root,"category",inWords(comment.category),!how.isOpen);say(root,"review",how.title,how.title!=="");say(root,"place",how.isAway?nameOfPlace(comment):"",
how.isAway);say(root,"text",text3,!how.isOpen&&text3!=="");show(root,"resolved",resolved);showSuggestion(root,comment,how);showForm(root,comment,how);root.querySelector(
".remark-head")?.toggleAttribute("hidden",how.isOpen&&!how.isAway&&how.title==="");for(const button of root.querySelectorAll(".remark-head > button"))button.toggleAttribute(
"hidden",how.isOpen);root.querySelector("[data-does=resolve]")?.setAttribute("aria-pressed",String(resolved));root.querySelector(".replies")?.append(...replies.
map((reply,index)=>replyOf(templates,reply.text,index,how.openReply===index)));listen(root,hear);return root}function showSuggestion(root,{suggestion},{isOpen,original}){
show(root,"suggestion",suggestion!==null&&!isOpen);const[before,after]=root.querySelectorAll(".suggestion pre");before.textContent=original;before.toggleAttribute(
"hidden",original===null);after.textContent=suggestion}function showForm(root,{id,category,text:text3,suggestion},{name,isOpen,original}){show(root,"form",isOpen);
for(const input of root.querySelectorAll("input")){input.name=`${name} ${id} category`;input.checked=input.value===category}field(root,"text").value=text3;field(
root,"suggestion").value=suggestion??original??"";field(root,"suggestion").hidden=suggestion===null;root.querySelector("[data-does=suggest]")?.toggleAttribute("\
hidden",suggestion!==null||original===null)}function replyOf(templates,text3,index,isOpen){const root=copied(templates,"reply");root.dataset.reply=String(index);
say(root,"text",text3,!isOpen);field(root,"reply").value=text3;field(root,"reply").hidden=!isOpen;root.querySelector("[data-does=done]")?.toggleAttribute("hidde\
n",!isOpen);root.querySelector("[data-does=edit-reply]")?.toggleAttribute("hidden",isOpen);return root}function listen(root,{does,typed,left}){root.addEventListener(
"click",({target})=>{const button=target instanceof Element?target.closest("[data-does]"):null;if(button)does(button.getAttribute("data-does")??"",replyAt(button))});
root.addEventListener("input",({target})=>{if(target instanceof HTMLInputElement||target instanceof HTMLTextAreaElement)typed(target.dataset.field??"",target.value,
replyAt(target))});root.addEventListener("keydown",event=>{if(event.key!=="Escape"||event.isComposing||!root.querySelector(".remark-form:not([hidden]), .reply >\
 .area:not([hidden])"))return;event.preventDefault();event.stopPropagation();does("done",null)});root.addEventListener("focusout",({relatedTarget})=>{if(!(relatedTarget instanceof
Node&&root.contains(relatedTarget)))left()})}function replyAt(inside){const index=inside.closest("[data-reply]")?.getAttribute("data-reply")??null;return index===
null?null:Number(index)}function inWords(name){const words3=name.replaceAll("_"," ");return words3.charAt(0).toUpperCase()+words3.slice(1)}function copied(from,part2){
const{content}=from.querySelector(`template[data-part=${part2}]`);return document.importNode(content,true).firstElementChild}var show=(root,name,shown)=>root.querySelector(
`[data-shows=${name}]`)?.toggleAttribute("hidden",!shown);function say(root,name,text3,shown){const place2=root.querySelector(`[data-shows=${name}]`);if(place2)
place2.textContent=text3;show(root,name,shown)}var field=(root,name)=>root.querySelector(`textarea[data-field=${name}]`);var modelOf=suggestion=>suggestion&&`${suggestion.model} ${suggestion.model_version}`.trim();function showSuggestion2(place2,shown){const found2=place2.querySelector(
":scope > .prelabel");if(!shown)return found2?.remove();const part2=found2??place2.appendChild(fresh());const{what,reasoning="",isTaken=false}=shown;put(part2,"\
what",what);put(part2,"by",byWhom(shown));put(part2,"reasoning",reasoning);put(part2,"taken",isTaken?gettext("Accepted."):"");part2.classList.toggle("is-taken",
isTaken);part2.querySelector("details")?.toggleAttribute("hidden",reasoning==="");part2.querySelector("[data-act=accept]")?.toggleAttribute("hidden",isTaken)}function byWhom({
model=gettext("a model"),confidence}){if(confidence===void 0)return interpolate(gettext("suggested by %(model)s"),{model},true);return interpolate(gettext("sugg\
ested by %(model)s, %(confidence)s"),{model,confidence:percent(confidence)},true)}var percent=confidence=>confidence.toLocaleString(document.documentElement.lang,
confidence>=0&&confidence<=1?{style:"percent"}:{});function put(part2,name,text3){const place2=part2.querySelector(`[data-shows=${name}]`);if(place2&&place2.textContent!==
text3)place2.textContent=text3}function fresh(){const{content}=document.querySelector("template#prelabel-template");return content.firstElementChild.cloneNode(true)}function suggestedThread(review,comment,how,suggestion,decide){const root=thread(review,comment,{...how,isOpen:false,openReply:null},{does:decide,typed:()=>{},left:()=>{}});
root.classList.add("is-suggested");root.setAttribute("aria-label",interpolate(gettext("Suggested comment, %(place)s"),{place:nameOfPlace(comment)},true));for(const each of root.
querySelectorAll("[data-does], .remark-form, .reply textarea"))each.remove();const foot=copied(review,"suggested");const by=foot.querySelector("[data-shows=by]");
if(by)by.textContent=byWhom({what:"",model:modelOf(suggestion),confidence:suggestion?.confidence});root.append(foot);return root}var takeButtonAt=inside=>inside?.
closest(".remark.is-suggested")?.querySelector("[data-does=take]")??null;function restAt(id,home){const box2=document.querySelector(`[data-comment="${CSS.escape(
id)}"]`);(box2?.querySelector("[data-does=edit]")??home)?.focus({preventScroll:true})}var rowOf=(question,name)=>[...question.querySelectorAll("[data-row], [data-at]")].find(({dataset})=>(dataset.row??dataset.at)===name);function optionOfKey(question,key,focused){
const wanted=`[data-key~="${key}"]`;const all=[...question?.querySelectorAll("[data-row]")??[]];const rows=all.filter(each=>each.querySelector(wanted));const row3=rows.
find(each=>each.contains(focused))??rows.find(each=>!each.querySelector("input:checked"))??rows[0];return(all.length>0?row3:question)?.querySelector(wanted)??null}var Answering=class{#page;#steps;#here;#suggestions;#current=null;constructor(page,steps,here,suggestions){this.#page=page;this.#steps=steps;this.#here=here;this.#suggestions=
suggestions}open(){this.#setCurrentQuestion(this.#questionOfKeys)}turnTo(focused){const question=focused.closest(".question");if(question&&focused.matches("[dat\
a-key]"))this.#setCurrentQuestion(question)}arriveAtStep(){if(this.#here.rows.length>0)this.#setCurrentQuestion(null)}follow(changed){if(!this.#current||changed.
includes(this.#current))this.#setCurrentQuestion(this.#questionOfKeys)}choose(key){const places2=this.#current?[this.#current]:this.#here.rows;const option=places2.
map(place2=>optionOfKey(place2,key,document.activeElement)).find(found2=>found2!==null);if(!(option instanceof HTMLElement)||option.closest("[inert], [hidden]"))
return;option.focus();option.click()}accept(from){const button=takeButtonAt(from);if(button)return button.click();const place2=from?.closest(".prelabel")?.parentElement;
const row3=place2?.closest(".judge");const question=row3?null:place2??this.#current;if(question)this.#suggestions.accept(question.getAttribute("data-scheme")??"");else if(row3)
this.#suggestions.acceptAt(row3.dataset.place??"",row3.dataset.judge);else for(const at of this.#here.places)this.#suggestions.acceptAt(at);if(place2)place2.querySelector(
"input:checked, [aria-pressed=true], select, textarea, input, summary")?.focus()}pointOut(action){const{here,judges}=this.#steps;const judge=judges.find(({points})=>points===
action);if(judge&&here!==void 0&&!this.#steps.isFold(here)&&!judge.closest("[inert]"))judge.pointOut(here)}note(){const row3=this.#here.rows.find(each=>each.querySelector(
"[data-gives=note]"));const place2=row3?.querySelector(".judge-note:not([hidden]) textarea")??row3?.querySelector("[data-gives=note]");if(place2 instanceof HTMLTextAreaElement)
place2.focus();else if(place2 instanceof HTMLElement)place2.click()}comment(){const view=this.#steps.view(this.#steps.here??"");const judge=this.#steps.judges.find(
each=>each.hasUndo&&!each.closest("[inert]"));if(!view||!judge||this.#steps.isFold(view.step.name))return;view.unfold();judge.comment(view.element,document.activeElement)}get#questionOfKeys(){
return this.#here.rows.length>0?null:this.#page.querySelector(".question:not([hidden]):has([data-key])")}#setCurrentQuestion(question){this.#current=question;for(const each of this.#page.
querySelectorAll(".question"))each.classList.toggle("is-current",each===question)}};function element(tag,name="",inside=[]){const made2=document.createElement(tag);if(name)made2.className=name;if(typeof inside==="string")made2.textContent=inside;else
made2.append(...inside);return made2}function quietButton(words3,act,more=""){const button=element("button",`button button-quiet button-small ${more}`.trim(),words3);
button.type="button";button.addEventListener("click",act);return button}var SVG="http://www.w3.org/2000/svg";function icon(name,classes){const svg=document.createElementNS(SVG,"svg");svg.setAttribute("class",classes);svg.setAttribute(
"aria-hidden","true");const use=document.createElementNS(SVG,"use");const sprite=document.querySelector("meta[name=icons]");use.setAttribute("href",`${sprite?.getAttribute(
"content")}#${name}`);svg.append(use);return svg}function mark(name,label){const svg=icon(`m-${name}`,`mark mark-${name}`);svg.removeAttribute("aria-hidden");svg.
setAttribute("role","img");svg.setAttribute("aria-label",label);return svg}var isMarkable=(step,field4)=>!field4.json&&(step===null||/^\d+$/.test(step));function labelOf(key){return words()[key]??key.charAt(0).toUpperCase()+key.slice(1).replaceAll("_"," ")}function headOf(kind){const heads={agent:gettext("Agent"),
prompt:gettext("Prompt"),system:gettext("System prompt"),compaction:gettext("Summary of what came before"),reminder:gettext("Reminder"),command:gettext("Command"),
demonstration:gettext("Demonstration"),instruction:gettext("Instruction"),inserted:gettext("Inserted step"),answer:gettext("Final answer")};return heads[kind]??
heads.agent}var words=()=>({thought:gettext("Thought"),thinking:gettext("Thought"),reasoning:gettext("Thought"),action:gettext("Action"),observation:gettext("Re\
sult"),output:gettext("Result"),content:gettext("Text"),step:gettext("Step"),final_answer:gettext("Answer"),input:gettext("Input"),call:gettext("Call")});var MOST_LINES=24;var LongText=class extends HTMLElement{#long;show(long){this.#long=long;if(long.at===void 0||long.text==="")delete this.dataset.at;else this.dataset.
at=long.at;const line4=this.querySelector("p");line4.className=long.text===""?"quiet":long.code?"field-code":"field-text";line4.textContent=long.text===""?long.
none??gettext("empty"):long.text;const isLong=long.lines>MOST_LINES||long.text.length<long.chars;this.querySelector("button")?.remove();this.classList.toggle("i\
s-cut",isLong&&!long.isOpen);if(!isLong)return;if(long.isOpen)void this.#open(line4,long);else this.append(this.#button(line4,long))}async openFor(pattern){const long=this.#long;
const button=this.querySelector("button");if(!long||!button||this.closest("[hidden]")||!await has(long.whole,pattern))return;await this.openWhole()}async openWhole(){
const long=this.#long;const button=this.querySelector("button");if(!long||!button)return;long.opened();if(await this.#open(this.querySelector("p"),long))button.
remove()}#button(line4,long){const button=document.createElement("button");button.type="button";button.className="button button-quiet button-small";const count=(long.
lines>1?long.lines:long.chars).toLocaleString();const words3=long.lines>1?gettext("Show all %(count)s lines"):gettext("Show all %(count)s characters");button.textContent=
interpolate(words3,{count},true);button.addEventListener("click",async()=>{long.opened();if(await this.#open(line4,long))button.remove()});return button}async#open(line4,long){
this.classList.remove("is-cut");try{line4.textContent=await long.whole();return true}catch(error){if(!(error instanceof TypeError))throw error;line4.append(document.
createElement("br"),gettext("The network is down: the rest of this text cannot be read now."));return false}}};async function has(read24,pattern){try{return(await read24()).
search(pattern)!==-1}catch(error){if(!(error instanceof TypeError))throw error;return false}}customElements.define("long-text",LongText);var places=0;var Hints=class{element;#shown=[];constructor(owner){this.element=part(owner,"[data-shows=hints]");this.element.id=`hints-${places+=1}`}show(hints){
const isSaid=saidBy(hints)===saidBy(this.#shown);this.#shown=hints;this.element.hidden=hints.length===0;if(!isSaid)this.element.replaceChildren(...hints.map((hint,index)=>this.#line(
hint,index)))}describe(control){if(this.element.hidden)control.removeAttribute("aria-describedby");else control.setAttribute("aria-describedby",this.element.id)}#line({
text:text3,act},index){const line4=fromTemplate("hint-template");const button=part(line4,"button");part(line4,".hint-text").textContent=text3;button.hidden=act===
void 0;[button.textContent,button.title]=[act?.label??"",act?.title??""];button.addEventListener("click",()=>this.#shown[index]?.act?.run());return line4}};var saidBy=hints=>JSON.
stringify(hints.map(({text:text3,act})=>[text3,act?.label]));var MAY_BE_TOO_LARGE=/e\+?\d{3}|\d{309}/i;function jsonProblem(text3,original){const found2=typeOfJson(text3);const needed=typeOfJson(original);if(found2===void 0&&
needed==="null")return null;if(found2===void 0)return needed==="number"||needed==="boolean"?needed:"not-json";if(isTooLarge(text3))return"too-large";return needed===
void 0||needed==="null"||needed==="string"||needed===found2?null:needed}function typeOfJson(text3){try{const value=JSON.parse(text3);if(value===null)return"null";
return Array.isArray(value)?"array":typeof value}catch(error){if(error instanceof SyntaxError)return void 0;throw error}}function isTooLarge(text3){let found2=false;
if(MAY_BE_TOO_LARGE.test(text3)){JSON.parse(text3,(_,value)=>{found2||=value===Infinity||value===-Infinity})}return found2}function jsonProblemText(problem){const texts={
"not-json":gettext("This is not JSON. The original is, so the corrected text has to be, too."),object:gettext("The original is a JSON object. Keep it one: { \u2026 }"),
array:gettext("The original is a JSON list. Keep it one: [ \u2026 ]"),number:gettext("Type a number."),boolean:gettext("Type true or false."),"too-large":gettext(
"This number is too large to be kept.")};return texts[problem]}var MAY_BE_JSON=/^\s*(["[{\d-]|(true|false|null|NaN|Infinity)\s*$)/;var textFor=shown=>MAY_BE_JSON.test(shown)?JSON.stringify(shown):shown;function shownFrom(text3){
if(!text3.startsWith('"'))return text3;try{return String(JSON.parse(text3))}catch(error){if(!(error instanceof SyntaxError))throw error;return text3}}function kindOf(text3){
const type=typeOfJson(text3);if(/^\s*-?(NaN|Infinity)\s*$/.test(text3)||type==="number"&&isTooLarge(text3))return gettext("null, as this number cannot be kept");
if(text3===""||type==="string"&&JSON.parse(text3)==="")return gettext("empty text");if(type===void 0&&/^\s*["[{]/.test(text3))return gettext("text, as it is not\
 complete JSON");const kinds={number:gettext("number"),object:gettext("object"),array:gettext("list"),boolean:gettext("true or false"),null:gettext("null"),string:gettext(
"text")};return kinds[type??"string"]}var TAGS={same:null,deleted:"del",inserted:"ins"};function showChanges(place2,{level,hunks}){place2.replaceChildren(...hunks.map(asNode));place2.title=level==="\
word"?"":gettext("Too many changes for a comparison by words: whole lines are compared.")}function asNode({op,text:text3}){const tag=TAGS[op];if(!tag)return document.
createTextNode(text3);const element2=document.createElement(tag);element2.textContent=text3;return element2}function changesCounted({words:words3,chars}){if(words3===
null||chars===null)return gettext("Too many changes to count here, counted when saved");const inWords6=interpolate(ngettext("%(count)s word","%(count)s words",words3),
{count:words3.toLocaleString()},true);const inChars=ngettext("%(count)s character","%(count)s characters",chars);return`${inWords6}, ${interpolate(inChars,{count:chars.
toLocaleString()},true)}`}var MOST_CHARS=5e4;var FROM_RIGHT=/[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;function directLines(area){direct(area,area.
value)}function directTypedLines(){document.addEventListener("beforeinput",({target,data})=>{if(target instanceof HTMLTextAreaElement&&data&&data.length>MOST_CHARS)
direct(target,target.value+data)});document.addEventListener("input",({target})=>target instanceof HTMLTextAreaElement&&directLines(target),true)}function direct(area,text3){
const dir=text3.length<=MOST_CHARS?"auto":FROM_RIGHT.test(/\p{L}/u.exec(text3)?.[0]??"")?"rtl":"ltr";if(area.dir!==dir)area.dir=dir}var asTyped=text3=>text3.replace(/\r\n?/g,"\n");function withLineEndsOf(value,original){if(value===asTyped(original))return original;const kinds=new Set(original.
match(/\r\n?|\n/g));return kinds.size===1?value.replaceAll("\n",[...kinds][0]):value}var SHORT=60;var TOKENS=/"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s"{}[\]:,]+/g;function laidOut(text3){if(text3.length<=SHORT||!/^[[{]/.test(text3)||text3.includes("\n"))
return text3;let depth=0;let out="";const tokens=text3.match(TOKENS)??[];tokens.forEach((token,index)=>{const next=tokens[index+1];const line4=()=>`
${"  ".repeat(depth)}`;if(/[{[]/.test(token)&&token.length===1){depth+=1;out+=/^[}\]]$/.test(next??"")?token:token+line4()}else if(/^[}\]]$/.test(token)){depth=
Math.max(0,depth-1);out+=/^[{[]$/.test(tokens[index-1]??"")?token:line4()+token}else if(token===",")out+=token+line4();else out+=token===":"?": ":token});return out}var MOST_BYTES=5e6;var UNSTORABLE=/[\u0000\ud800-\udfff]/u;function textProblem(text3,original,isJson,like){if(text3===original&&!like)return null;const bytes=text3.
length*3>MOST_BYTES?new Blob([text3]).size:0;if(bytes>MOST_BYTES){const words3=gettext("This text has %(size)s MB; up to %(most)s can be submitted. It is kept h\
ere: shorten it.");return interpolate(words3,{size:(bytes/1e6).toFixed(1),most:MOST_BYTES/1e6},true)}if(UNSTORABLE.test(text3)){return gettext("This text has ch\
aracters that no text has, as binary data does. They are shown as \uFFFD once it is saved.")}const problem=isJson?jsonProblem(text3,like??original):null;return problem&&
jsonProblemText(problem)}var Pair=class{element=fromTemplate("pair-template");#about;constructor(about){this.#about=about;if(!about.hasReason)for(const part2 of this.element.querySelectorAll(
".reason, .bar-split"))part2.remove();this.#prepareOriginal();this.#prepareArea();this.#prepareFoot();this.#compare()}get text(){return withLineEndsOf(this.#area.
value,this.#about.original)}get reason(){return this.#reason?.value??""}get canReset(){return this.element.querySelector(".reset")!==null}show(text3,reason){const shown=asTyped(
this.#about.isJson&&text3!==this.text?laidOut(text3):text3);if(this.#area.value!==shown){this.#area.value=shown;directLines(this.#area)}if(this.#reason&&this.#reason.
value!==reason)this.#reason.value=reason;const{original,isJson,like}=this.#about;this.say(textProblem(this.text,original,isJson,like));this.#sayKind();this.#compare()}focus(){
this.#area.focus()}rest(){this.#about.comparer?.cancel(this)}say(problem){const place2=this.element.querySelector("[data-shows=problem]");place2.hidden=problem===
null;place2.textContent=problem;this.#area.setAttribute("aria-invalid",String(problem!==null))}#sayKind(){const place2=this.element.querySelector("[data-shows=k\
ind]");if(place2)place2.textContent=this.#about.kindOf?.(this.text)??""}markReason(isMissing){if(isMissing)this.#reason?.setAttribute("aria-invalid","true");else
this.#reason?.removeAttribute("aria-invalid")}focusReason(){this.#reason?.focus();return this.#reason!==null}#prepareOriginal(){const look=this.#about.isCode?"c\
ode":"text";for(const part2 of this.element.querySelectorAll("[data-shows=original], [data-shows=changes]"))part2.classList.add(look);const original=this.element.
querySelector("[data-shows=original]");if(original)original.textContent=this.#about.original}#prepareArea(){const{isCode,title,original}=this.#about;const area=this.#area;
area.classList.add(isCode?"area-code":"text");area.spellcheck=!isCode;area.setAttribute("aria-label",interpolate(gettext("%(field)s, corrected"),{field:title},true));
area.value=asTyped(original);directLines(area);area.addEventListener("input",()=>this.#about.typed());area.addEventListener("blur",()=>this.#about.left());if(!CSS.
supports("field-sizing","content"))area.rows=Math.min(40,area.value.split("\n").length+1)}#prepareFoot(){this.#reason?.addEventListener("input",()=>this.#about.
typed());this.element.querySelector(".reset")?.addEventListener("click",()=>this.#about.reset());const removing=this.element.querySelector(".remove-argument");removing?.
toggleAttribute("hidden",!this.#about.isArgument);removing?.addEventListener("click",()=>this.#about.remove())}#compare(){const{original,isNew,comparer}=this.#about;
if(!isNew&&this.text!==original)return comparer?.request(this,original,this.text,found2=>this.#showComparison(found2));comparer?.cancel(this);this.#showComparison(
{level:"word",hunks:[{op:"same",text:original}],chars:0,words:0})}#showComparison(found2){const changes=this.element.querySelector("[data-shows=changes]");if(changes instanceof
HTMLElement)showChanges(changes,found2);this.element.querySelector("[data-shows=level]")?.toggleAttribute("hidden",found2.level==="word");const count=this.element.
querySelector("[data-shows=count]");if(count)count.textContent=changesCounted(found2)}get#area(){return this.element.querySelector("textarea")}get#reason(){return this.
element.querySelector(".reason")}};var laidOutAt=({field:field4},text3)=>field4.json?laidOut(text3):text3;var shownAt=(place2,text3)=>isNewText(place2)?shownFrom(text3):text3;var sentFrom=(place2,text3)=>isNewText(
place2)?textFor(text3):text3;var takesAny=({isAbsent,isArgument:isArgument2,field:field4})=>Boolean(isArgument2)&&(Boolean(isAbsent)||field4.json&&field4.text===
"null");var isNewText=({like})=>like?.json===false;var EditField=class extends HTMLElement{place=void 0;#context=void 0;#original=null;#pair;adder;#hints=void 0;static of(place2,context){const made2=fromTemplate(
"edit-field-template");made2.#become(place2,context);return made2}get at(){return`${this.place.step??""}:${this.place.field.pointer}`}get reason(){return this.#pair?.
reason??""}get edited(){return this.#edit!==void 0}get isMain(){return this.place.field.main}get isBlank(){return this.adder!==void 0&&!this.edited&&(this.#pair?.
element.hidden??true)}async open(){if(this.#isRemoved||!await this.#prepare())return false;this.#show(true);this.#pair?.focus();return true}close(){if(!this.edited)
this.#show(false);this.#context.corrections.pause()}refresh(){this.classList.toggle("is-edited",this.edited);this.classList.toggle("is-removed",this.#isRemoved);
this.#showBlank();this.classList.toggle("is-unset",Boolean(this.place.isAbsent)&&!this.edited);part(this,"[data-shows=removed]").hidden=!this.#isRemoved;if(this.
edited)void this.#showEdit();else if(this.#pair)this.#showUnedited(this.#pair)}reset(){if(!this.#pair?.canReset)return;const isInside=this.contains(document.activeElement);
this.#restore();if(isInside)this.#label.focus({preventScroll:true})}problem(text3){this.#pair?.say(text3)}hint(hints){this.#hints.show(hints);this.#label.classList.
toggle("is-doubtful",hints.some(({isName})=>isName));this.#describe()}async miss(code2){if(await this.#prepare())this.#show(true);this.classList.add("is-missing");
this.#pair?.markReason(code2==="reason")}missNothing(){this.classList.remove("is-missing");this.#pair?.markReason(false)}focusFor(code2){if(code2==="reason")this.#pair?.
focusReason();else this.#pair?.focus()}#become(place2,context){this.place=place2;this.#context=context;this.#hints=new Hints(this);const{field:field4}=place2;this.
dataset.pointer=field4.pointer;if(place2.step!==null)this.dataset.step=place2.step;this.toggleAttribute("data-main",field4.main);this.classList.toggle("is-new",
this.#isNew);const name=place2.isArgument?field4.key:labelOf(field4.key);this.#label.textContent=name;this.#label.classList.toggle("code",Boolean(place2.isArgument));
this.#label.title=interpolate(gettext("Edit: %(label)s"),{label:name},true);if(place2.isAbsent)this.#original="";else if(field4.text.length>=field4.chars)this.#original=
laidOutAt(this.place,field4.text);this.#showQuiet(this.#original??field4.text);if(field4.chars===0&&!place2.isArgument&&!this.#isNew)this.adder=this.#makeAdder(
name);this.#quiet.querySelector("p")?.addEventListener("click",()=>this.#openUnlessSelecting());part(this,"[data-shows=removed] button").addEventListener("click",
()=>{this.#restore();this.#show(false);this.#label.focus({preventScroll:true})});this.refresh()}#makeAdder(name){const isText=["content","text"].includes(this.place.
field.key);const words3=isText?gettext("Add text"):interpolate(gettext("Add \u201C%(name)s\u201D"),{name},true);const button=quietButton(words3,()=>void this.open(),
"add-text");button.prepend(icon("i-plus","icon icon-small"));return button}#showBlank(){if(!this.adder)return;const hadFocus=this.isBlank&&this.contains(document.
activeElement);this.classList.toggle("is-blank",this.isBlank);this.adder.hidden=!this.isBlank;if(hadFocus)this.adder.focus({preventScroll:true})}async whole(){return await this.#prepare()?
this.#original:null}get#edit(){return this.#context.corrections.editAt(this.place.step,this.place.field.pointer)}get#isRemoved(){return this.#edit?.text===null}get#isNew(){
return Boolean(this.place.isAbsent)||(this.place.step?.includes("+")??false)}async#showEdit(){const isPrepared=await this.#prepare();const now=this.#edit;if(!now)
return;if(!isPrepared)return now.text===null?void 0:this.#showQuiet(shownAt(this.place,now.text),false);this.#show(true);this.#pair?.show(shownAt(this.place,now.
text??this.#original??""),now.reason)}#showUnedited(pair){pair.show(this.#original??"","");pair.say(null);if(!this.contains(document.activeElement))this.#show(false)}async#prepare(){
const isUnread=part(this,"[data-shows=unread]");try{this.#original??=laidOutAt(this.place,await this.#context.whole(this.place.step,this.place.field))}catch(error){
if(!(error instanceof TypeError))throw error;isUnread.hidden=false;return false}isUnread.hidden=true;this.#pair??=this.#makePair(this.#original);return true}#makePair(original){
const{step,field:field4,isArgument:isArgument2,like,title}=this.place;const{corrections,comparer}=this.#context;const pair=new Pair({original,title,comparer,isNew:this.#isNew,
isCode:field4.code,isJson:(like??field4).json,like:like?.text,isArgument:Boolean(isArgument2),hasReason:step!==null&&!step.includes("+"),kindOf:takesAny(this.place)?
text3=>kindOf(sentFrom(this.place,text3)):void 0,typed:()=>this.#correct(this.#isRemoved?null:sentFrom(this.place,pair.text)),left:()=>corrections.pause(),reset:()=>this.
reset(),remove:()=>this.#remove()});pair.element.hidden=true;this.#hints.element.before(pair.element);this.#describe();return pair}#describe(){this.#hints.describe(
this.#label);for(const area of this.querySelectorAll("textarea"))this.#hints.describe(area)}#showQuiet(text3,isOriginal=true){const{step,field:field4,isAbsent}=this.
place;const place2=this.at;const{whole:whole2,folds}=this.#context;this.#quiet.show({text:text3,chars:Math.max(field4.chars,text3.length),lines:Math.max(field4.
lines,text3.split("\n").length),code:field4.code,whole:async()=>this.#original??laidOutAt(this.place,await whole2(step,field4)),at:isOriginal&&!isAbsent&&isMarkable(
step,field4)?place2:void 0,isOpen:folds.has(place2),opened:()=>folds.add(place2),none:this.place.isAbsent?gettext("not set"):void 0})}#show(open){if(!this.#pair)
return;this.#pair.element.hidden=!open;this.#quiet.hidden=open&&!this.#isRemoved;this.#showBlank();if(!open)this.#pair.rest()}#remove(){const call=this.closest(
"[data-call]");this.#context.corrections.pause();this.#correct(null);if(!this.edited)this.#show(false);if(!this.isConnected&&call instanceof HTMLElement)call.focus(
{preventScroll:true});else if(!this.#pair?.focusReason())this.#label.focus({preventScroll:true})}#correct(text3){const{corrections}=this.#context;corrections.edit(
{step:this.place.step,pointer:this.place.field.pointer,text:text3,reason:this.reason},this.#unchanged)}#restore(){const{corrections}=this.#context;corrections.pause();
const edit={step:this.place.step,pointer:this.place.field.pointer,text:this.#unchanged,reason:""};corrections.edit(edit,this.#unchanged)}get#unchanged(){return this.
place.isAbsent?null:this.#original}#openUnlessSelecting(){if(getSelection()?.isCollapsed??true)void this.open()}get#label(){return part(this,".label")}get#quiet(){
return part(this,".field-quiet",LongText)}};customElements.define("edit-field",EditField);var Going=class{#steps;#outline;#fields;#here;#compareHead;constructor(steps,outline2,fields,here,compareHead){this.#steps=steps;this.#outline=outline2;this.#fields=
fields;this.#here=here;this.#compareHead=compareHead}go(move){const before=this.#steps.view(this.#steps.here??"")?.element;move();if(before?.dataset.step!==this.#steps.
here)this.#fields.leave(before)}toFirstDifference(){const name=this.#steps.beside?.firstDifference;if(name!==void 0)this.go(()=>this.#steps.goTo(name))}foldBeginning(isFolded){
this.#steps.foldBeginning(isFolded);this.#steps.goTo("0")}turnSide(from){const at=from?.closest(".compare-switch button")?.getAttribute("data-side");if(at===null||
at===void 0)this.#compareHead?.turn();else this.#compareHead?.show(Number(at))}leave(from){const field4=from?.closest("edit-field");const name=this.#here.nameOf(
from);if(from?.matches("[type=search]"))this.#outline.clearSearch();this.#outline.showOver(false);if(from instanceof HTMLElement)from.blur();if(field4 instanceof
EditField)field4.close();if(name!==void 0&&from&&this.#steps.contains(from))this.#steps.goTo(name)}};function rowsHere(step,focused){const rows=[...step?.querySelectorAll(".judge:not([hidden]):has([data-key])")??[]];const callOf3=element2=>element2?.closest("[d\
ata-call]")??null;const ofCall=rows.filter(row3=>callOf3(row3)!==null&&callOf3(row3)===callOf3(focused));if(ofCall.length>0)return ofCall;const ofStep=rows.filter(
row3=>callOf3(row3)===null);if(ofStep.length>0||rows.length===0)return ofStep;const first=rows.find(row3=>row3.hasAttribute("data-open"))??rows[0];return rows.filter(
row3=>callOf3(row3)===callOf3(first))}var Here=class{#steps;constructor(steps){this.#steps=steps}nameOf(from){return from&&this.#steps.contains(from)&&this.#steps.nameOf(from)||this.#steps.here}callOf(from){
return from?.closest("[data-call]")?.getAttribute("data-call")??void 0}stepOf(from){return from?.closest("article.step")??this.#steps.view(this.#steps.here??"")?.
element}get rows(){return rowsHere(this.#steps.view(this.#steps.here??"")?.element,document.activeElement)}get places(){const places2=this.rows.map(({dataset})=>dataset.
place??"");return new Set(places2.length>0?places2:[this.#steps.here??""])}get step(){const name=this.#steps.here??"";const view=this.#steps.beside?void 0:this.#steps.
view(name);return view&&/^\d+$/.test(name)?{index:Number(name),title:view.title}:null}};var MODIFIERS=["Control","Shift","Alt","AltGraph","Meta","CapsLock","Dead","Process","Unidentified"];function nameOf({key,code:code2,ctrlKey,metaKey,altKey,shiftKey}){
if(MODIFIERS.includes(key)&&!(altKey&&/^Key/.test(code2)))return"";const isPlain=!ctrlKey&&!metaKey&&!altKey;if(isPlain&&key!==" "&&[...key].length===1)return key;
const isLatin=/^[a-z]$/i.test(key);const letter=!isPlain&&!isLatin&&/^Key[A-Z]$/.test(code2)?code2.slice(3):key;const last=key===" "?"Space":letter.length===1?letter.
toLowerCase():letter;const down=Object.entries({Ctrl:ctrlKey,Alt:altKey,Shift:shiftKey,Meta:metaKey});return[...down.filter(([,isDown])=>isDown).map(([name])=>name),
last].join("+")}var FIXED={"Ctrl+Enter":"submit","Ctrl+z":"undo","Ctrl+Shift+z":"redo","Ctrl+y":"redo"};function actionOf(press2,typing,keys){if(press2.isComposing)
return null;if(press2.key==="Escape")return"leave";const name=nameOf(press2);const fixed=press2.metaKey?nameOf({...press2,metaKey:false,ctrlKey:true}):name;if(fixed===
"Ctrl+Enter"||!typing&&Object.hasOwn(FIXED,fixed))return FIXED[fixed];if(typing&&!/^(Ctrl|Alt)\+[a-z]$/.test(name))return null;if(/^[0-9]$/.test(name))return"ch\
oose";return Object.keys(keys).find(action=>name!==""&&keys[action]===name)??null}function isTyping(target){if(!(target instanceof HTMLElement))return false;if(target instanceof
HTMLInputElement)return!["radio","checkbox","button"].includes(target.type);return target.isContentEditable||target.matches("textarea, select")}var own;function pageKeys(){own??=JSON.parse(document.querySelector("#keys-data")?.textContent??"{}");return own}function withKey(words3,action){const key=pageKeys()[action];
return key?`${words3} (${printed(key)})`:words3}var printed=key=>key.replace(/(?<=\+)[a-z]$/,letter=>letter.toUpperCase()).replace(/ArrowUp$/,"\u2191").replace(
/ArrowDown$/,"\u2193");var LONGEST_MILLISECONDS=100;var Keeping=class{isFailing=false;#keep;#clock;#changed;#timer;#pause=0;constructor(keep,clock,changed){this.#keep=keep;this.#clock=
clock;this.#changed=changed}soon(){this.#timer??=this.#clock.later(()=>void this.now(),this.#pause)}async now(){this.cancel();const began=this.#clock.now();const kept=this.#keep();
this.#pause=Math.min(LONGEST_MILLISECONDS,10*(this.#clock.now()-began));const isFailing=!await kept;if(isFailing===this.isFailing)return;this.isFailing=isFailing;
this.#changed()}cancel(){this.#clock.never(this.#timer);this.#timer=void 0}};var PAUSE_MILLISECONDS=800;var LONGEST_MILLISECONDS2=3e3;var Pace=class{#act;#clock;#timer;#since;#failures=0;constructor(act,clock){this.#act=act;this.#clock=clock}soon(atOnce=false){
this.#since??=this.#clock.now();const left=Math.max(0,this.#since+LONGEST_MILLISECONDS2-this.#clock.now());this.#plan(atOnce?0:Math.min(PAUSE_MILLISECONDS,left))}now(){
this.#plan(0)}afterFailure(){this.#failures+=1;this.#plan(pauseAfter(this.#failures,this.#clock.random))}answered(){this.#failures=0}clear(){this.#clock.never(this.#timer);
this.#since=void 0}#plan(milliseconds){this.#clock.never(this.#timer);this.#timer=this.#clock.later(this.#act,milliseconds)}};var Pending=class{number=0;base={};from={};sent=[];isDue=false;isUnderWay=false;key;withdraws;constructor(start){this.follow(start)}get isUnsaved(){return this.
isDue||this.isUnderWay}follow({number:number2,base=this.base,answers,from=answers,sent=[]}){Object.assign(this,{number:number2,base,from,sent})}restore(kept){this.
follow(kept);this.isDue=kept.waiting??false;this.key=kept.key;this.withdraws=kept.withdraws}change(){this.isDue=true;if(this.key)[this.withdraws,this.key]=[this.
key,void 0]}handIn(key){this.isDue=true;this.key=key}draft(answers){const{number:number2,base,withdraws}=this;return{answers,number:number2,base,...withdraws&&{
withdraws}}}kept(answers){const{from,sent,key,isUnsaved}=this;return{...this.draft(answers),from,sent,waiting:isUnsaved,...key&&{key}}}sending(answers){this.isDue=
false;this.isUnderWay=true;this.sent=[...new Set([...this.sent,fingerprint(answers)])]}arrived(version){this.follow(version);this.withdraws=void 0}settle(){this.
isDue=false;this.key=this.withdraws=void 0}isOurs({answers}){return this.sent.includes(fingerprint(answers))}};var HELD=new Set(["offline","conflict","elsewhere","finished","signed-out","over"]);var STOPPED=new Set(["conflict","elsewhere","finished"]);var Drafts=class{status;#edge;#pending;#pace;#keeping;#sending;#isPaused=false;constructor(edge){
const clock=edge.clock??CLOCK;this.#edge=edge;this.#pending=new Pending(edge.start);this.#pace=new Pace(()=>void this.#save(),clock);this.#keeping=new Keeping(()=>edge.
keep(this.#pending.kept(edge.read())),clock,()=>this.#say(this.status));this.status={state:edge.start.number>0?"saved":"idle"}}get unsaved(){return this.#pending.
isUnsaved}get atRisk(){return this.unsaved&&this.#keeping.isFailing}get ancestor(){return this.#pending.from}touch({atOnce=false}={}){this.#pending.change();this.#keeping.
soon();const{state,isHandingIn}=this.status;if(["idle","saved","handing-in"].includes(state))this.#say({state:"unsaved"});else if(isHandingIn)this.#say(this.status);
if(!HELD.has(state)&&!this.#isPaused)this.#pace.soon(atOnce)}restore(kept){this.#pending.restore(kept);if(!kept.waiting)return this.#say({state:"saved"});this.#say(
{state:kept.key?"handing-in":"unsaved"});this.#pace.now()}async handIn(){if(this.#pending.key)return this.flush();await this.#nothingUnderWay();if(STOPPED.has(this.
status.state)||this.#pending.key)return;this.#pending.handIn(this.#edge.newKey());void this.#keeping.now();await this.#save()}async flush(){if(this.#isPaused||STOPPED.
has(this.status.state))return;await this.#sending;if(this.#pending.isDue)await this.#save()}async saveAll(){if(this.#pending.key)this.#pending.change();await this.
flush();return!this.unsaved&&!STOPPED.has(this.status.state)}secure(){if(!this.unsaved)return;void this.#keeping.now();if(this.#pending.isDue&&!HELD.has(this.status.
state))void this.#save()}heard(theirs){if(this.status.state==="over")return;const{number:number2,from}=this.#pending;const isSame2=sameAnswers(theirs.answers,this.#edge.
read());if(theirs.number<number2)return;if(theirs.number===number2&&(isSame2||sameAnswers(theirs.answers,from)))return;if(isSame2||this.unsaved)this.#meet(theirs);else
this.#stopAt("elsewhere",theirs)}over(){if(!this.unsaved&&this.status.state!=="over")this.#stopAt("finished")}async decide(){if(this.status.newer)this.#pending.
follow(this.status.newer);this.#pending.change();void this.#keeping.now();this.#say({state:"unsaved"});await this.flush()}takeNewer(fill24){const newer=this.status.
newer;fill24(newer.answers);this.#pending.settle();this.#pending.restore({...newer,key:void 0,withdraws:newer.key});void this.#keeping.now();this.#say({state:this.
unsaved?"unsaved":"saved",savedAt:newer.saved_at});if(this.unsaved)this.#pace.now()}async pause(){this.#isPaused=true;await this.#nothingUnderWay()}resume(){if(this.
status.state==="over")return;this.#isPaused=false;if(this.#pending.isDue&&!HELD.has(this.status.state))this.#pace.soon()}settle(){this.#pending.settle();this.#isPaused=
true;this.#pace.clear();this.#keeping.cancel();this.#edge.forget();this.#say({state:"over"})}signOut(){this.#wait({state:"signed-out"})}async#nothingUnderWay(){
this.#pace.clear();await this.#sending;this.#pace.clear()}async#save(){if(this.#sending||this.#isPaused)return;this.#pace.clear();this.#sending=this.#send().finally(
()=>this.#sending=void 0);await this.#sending;if(this.#pending.isDue&&this.status.state==="unsaved"&&!this.#isPaused)this.#pace.soon()}async#send(){const draft=this.#pending.
draft(this.#edge.read());const{key}=this.#pending;this.#pending.sending(draft.answers);if(this.status.state!=="offline")this.#say({state:key?"handing-in":"savin\
g"});const reply=await this.#replyTo(draft,key);this.#pending.isUnderWay=false;if(!reply||meaningOf(reply)==="later")return this.#tryLater();this.#pace.answered();
this.#take(reply,draft,key)}async#replyTo(draft,key){try{return await(key?this.#edge.submit(draft,key):this.#edge.send(draft))}catch(error){if(!(error instanceof
TypeError))throw error}}#take(reply,draft,key){const{body}=reply;const meaning=meaningOf(reply);if(meaning==="taken")return this.#taken(body,draft,key);if(meaning===
"signed-out")return this.signOut();if(meaning==="newer")return this.#meet(body);if(meaning==="refused"&&key)return this.#callOff(reply,key);this.#wait({state:"r\
efused",error:body.error})}#taken(body,{answers,base},key){if(key&&key===this.#pending.key){this.settle();return this.#edge.handedIn(body)}this.#pending.arrived(
{number:body.number,base:body.base??base,answers});void this.#keeping.now();this.#say(this.#pending.isDue?{state:"unsaved"}:{state:"saved",savedAt:body.saved_at})}#callOff(reply,key){
const wasTakenBack=key!==this.#pending.key;this.#pending.key=this.#pending.withdraws=void 0;this.#wait({state:"unsaved"});if(!wasTakenBack)this.#edge.refuse(reply)}#meet(newer){
const isSame2=sameAnswers(newer.answers,this.#edge.read());if(!isSame2&&!this.#pending.isOurs(newer))return this.#stopAt("conflict",newer);this.#pending.follow(
newer);this.#pending.isDue=!isSame2||this.#pending.key!==void 0;void this.#keeping.now();if(!this.#pending.isDue)return this.#say({state:"saved",savedAt:newer.saved_at});
this.#say({state:this.#pending.key?"handing-in":"unsaved"});this.#pace.now()}#stopAt(state,newer){this.#pace.clear();if(state==="conflict"){this.#pending.change();
void this.#keeping.now()}this.#say({state,newer})}#tryLater(){this.#wait({state:"offline"});if(!this.#isPaused)this.#pace.afterFailure()}#wait(status){this.#pending.
isDue=true;void this.#keeping.now();this.#say(status)}#say(status){this.status={...status,isKept:!this.#keeping.isFailing,isHandingIn:this.#pending.key!==void 0};
this.#edge.show(this.status)}};function actionsOf(parts){const{page,steps,outline:outline2,going,atSteps,answering,changes,marking,suggestions,deciding,flags,guidelines,turn}=parts;return{next:()=>going.
go(()=>outline2.move(1)),previous:()=>going.go(()=>outline2.move(-1)),first:()=>going.go(()=>outline2.toFirst()),last:()=>going.go(()=>outline2.toLast()),"next-\
to-judge":()=>going.go(()=>outline2.moveToJudge(1)),"previous-to-judge":()=>going.go(()=>outline2.moveToJudge(-1)),"first-wrong":()=>steps.beside?going.toFirstDifference():
answering.pointOut("first-wrong"),cause:()=>answering.pointOut("cause"),note:()=>answering.note(),"unfold-beginning":()=>going.foldBeginning(false),"fold-beginn\
ing":()=>going.foldBeginning(true),side:from=>going.turnSide(from),filter:from=>outline2.filter(from?.getAttribute("data-filter")??"all"),map:()=>outline2.showOver(),
search:()=>outline2.focusSearch(),"next-hit":()=>void outline2.goToHit(1),"previous-hit":()=>void outline2.goToHit(-1),replace:()=>replace(parts),edit:from=>void atSteps.
edit(from),reset:from=>atSteps.reset(from),rename:from=>atSteps.rename(from),insert:()=>atSteps.insert(),"insert-call":from=>void atSteps.insertCall(from),remove:from=>atSteps.
remove(from),"move-up":from=>atSteps.move(from,-1),"move-down":from=>atSteps.move(from,1),undo:()=>changes.goBack("undo"),redo:()=>changes.goBack("redo"),mark:()=>void marking.
openCaret(),comment:()=>answering.comment(),"fold-agent":from=>atSteps.foldAgent(from),unfold:from=>atSteps.unfold(from),"copy-link":from=>void atSteps.copyLink(
from),menu:from=>atSteps.openMenu(from),changes:()=>void part(page,".work-trace").classList.toggle("is-hiding-changes"),choose:(_,key)=>answering.choose(key),accept:from=>answering.
accept(from),"accept-all":()=>suggestions.acceptAll(),leave:from=>leave(parts,from),help:()=>showDialog(page,"#keys-dialog"),skip:()=>parts.isSubmitted()||showDialog(
page,"#skip-dialog"),release:from=>{from?.closest("dialog")?.close();void turn().submission.release()},close:from=>from?.closest("dialog")?.close(),submit:()=>void submit(
parts),"see-both":()=>deciding.seeBoth(),"take-mine":()=>deciding.takeMine(),"take-other":()=>deciding.takeOther(),"take-both":()=>deciding.takeBoth(),"take-cho\
sen":()=>deciding.takeChosen(),"try-again":()=>void turn().drafts.flush(),"remove-kept":()=>turn().remove(),flag:()=>flags.ask(),"withdraw-flag":from=>void flags.
withdraw(from?.getAttribute("data-flag")??""),"skip-flagged":()=>flags.skip(),"read-guidelines":()=>guidelines.show(),"guidelines-read":()=>void guidelines.close(),
reload:()=>location.reload()}}var isDeciding=page=>part(page,".work-questions").closest("[inert]")!==null;function replace({page,outline:outline2,replacing}){if(isDeciding(
page))return;outline2.showOver(false);replacing?.show()}function leave({going,marking,replacing},from){if(from&&replacing?.contains(from))return replacing.close();
marking.disarm();going.leave(from)}async function submit({turn,notices}){if(STOPPED.has(turn().drafts.status.state))notices.goToDecision();else await turn().submission.
submit()}var showDialog=(page,selector)=>part(page,selector,HTMLDialogElement).showModal();var TypeAhead=class{#arrival;#waiting=[];constructor(arrival){this.#arrival=arrival}holds(act,isAtStep){const isFirst=this.#waiting.length===0;if(isFirst&&!(isAtStep&&
this.#arrival()))return false;this.#waiting.push({act,isAtStep});if(isFirst)void this.#runAll();return true}forget(){this.#waiting.length=0}async#runAll(){try{for(let next=this.#waiting[0];next;next=
this.#waiting[0]){if(next.isAtStep)await this.#arrival();if(next!==this.#waiting[0])continue;next.act();this.#waiting.shift()}}finally{this.forget()}}};var CHANGES=new Set(["choose","edit","replace","reset","insert","insert-call","remove","move-up","move-down","undo","redo","skip","first-wrong","cause","note","\
mark","comment","accept","accept-all","rename"]);var AT_STEP=new Set([...CHANGES,"menu","unfold","copy-link"].filter(action=>!["replace","undo","redo","skip","a\
ccept-all"].includes(action)));function listenForActions(page,actions,menuButton,arrival){const ahead=new TypeAhead(arrival);document.addEventListener("click",event=>click(
event,actions,menuButton));document.addEventListener("pointerdown",()=>ahead.forget());document.addEventListener("keydown",event=>press(event,actions,page,ahead))}
function click({target},actions,menuButton){const from=target instanceof Element?target.closest("[data-act]"):null;if(!from)return;const isInMenu=from.closest("\
[popover]")!==null;actions[from.getAttribute("data-act")??""](isInMenu?menuButton():from,"")}function press(event,actions,page,ahead){const action=actionOf(event,
isTyping(event.target),pageKeys());const dialog=document.querySelector("dialog[open]");const isInMenu=event.target instanceof Element&&event.target.closest(":po\
pover-open")!==null;if(!action||isInMenu||dialog&&action==="leave")return;if(CHANGES.has(action)&&isDeciding(page))return;event.preventDefault();if(dialog)return action===
"submit"?dialog.querySelector("form")?.requestSubmit():void 0;if(action==="leave")ahead.forget();else if(ahead.holds(()=>actions[action](document.activeElement,
event.key),AT_STEP.has(action)))return;actions[action](event.target instanceof Element?event.target:null,event.key)}var FINAL="final-answer";var anchorOf=name=>{const[,fold,number2]=/^(agent-)?(\d+)$/.exec(name)??[];if(number2!==void 0)return`${fold??"step-"}${Number(number2)+
1}`;return name===FINAL?FINAL:`step-${name}`};var callAnchor=name=>`call-${name.replace(/(?<![+\d])\d+/g,digits=>String(Number(digits)+1))}`;var Arranging=class{#steps;constructor(steps){this.#steps=steps}insertStep(){const{canEdit,corrections,data,here}=this.#steps;if(!canEdit||data.trace.blank===null)
return;const after=here===FINAL?corrections.arrangement.steps.at(-1)??null:this.#placeOf(here);const name=corrections.insertStep(data.trace.blank,after);this.#steps.
goTo(name);const fields=fieldsIn(this.#steps.view(name)?.element);void(fields.find(({isMain})=>isMain)??fields[0])?.open()}removeStep(name){const{corrections}=this.#steps;
if(!this.#canArrange(name))return;if(corrections.arrangement.isRemoved(name))corrections.restore(name);else corrections.removeStep(name);if(this.#steps.names.includes(
name))this.#steps.goTo(name)}moveStep(name,by){const{corrections}=this.#steps;if(!this.#canArrange(name)||corrections.arrangement.isRemoved(name))return;corrections.
moveStep(name,by);this.#steps.goTo(name)}insertCall(step,after,tool){const call=this.#steps.corrections.insertCall(step,{tool,input:{}},after);this.#steps.goTo(
step,{call});void fieldsIn(this.#steps.view(step)?.callElement(call))[0]?.open()}#placeOf(from){const{steps,shown}=this.#steps.corrections.arrangement;const name=from===
void 0||!this.#steps.isFold(from)?from:this.#besideFold(from);if(name===void 0)return null;const before=shown.slice(0,shown.indexOf(name)+1).filter(each=>steps.
includes(each));return before.at(-1)??null}#besideFold(fold){const{agents,everyName}=this.#steps;const found2=agents.isOpen(fold)?everyName.slice(0,everyName.indexOf(
fold)):everyName.filter(name=>agents.around(name).includes(fold));return found2.filter(name=>!this.#steps.isFold(name)).at(-1)}#canArrange(name){return this.#steps.
canEdit&&name!==FINAL&&!this.#steps.isFold(name)}};var fieldsIn=place2=>[...place2?.querySelectorAll("edit-field")??[]].filter(field4=>field4 instanceof EditField);var lists=0;function askName(button,{label,action,known=[],problem=()=>null}){const open=button.nextElementSibling;if(open?.matches(".ask-name"))return open.querySelector(
"input")?.focus(),Promise.resolve(null);const form=fromTemplate("ask-name-template");const input=form.querySelector("input");input.setAttribute("aria-label",label);
input.placeholder=label;form.querySelector("button").textContent=action;if(known.length>0)suggest(input,known);const wasHidden=button.hidden;button.hidden=true;
button.after(form);input.focus();input.addEventListener("input",()=>say2(form,null));return new Promise(resolve=>{let isOver=false;const end=name=>{if(isOver)return;
isOver=true;button.hidden=wasHidden;form.remove();resolve(name)};form.addEventListener("submit",event=>{event.preventDefault();const name=input.value.trim();const wrong=name&&
problem(name);if(wrong)return say2(form,wrong);end(name||null);if(!name)button.focus()});form.addEventListener("keydown",event=>{if(event.key!=="Escape")return;
event.stopPropagation();end(null);button.focus()});form.addEventListener("focusout",({relatedTarget})=>{const isInside=relatedTarget instanceof Node&&form.contains(
relatedTarget);if(!isInside&&input.value.trim()==="")end(null)})})}function say2(form,wrong){const place2=form.querySelector("[role=alert]");[place2.textContent,
place2.hidden]=[wrong,wrong===null];form.querySelector("input")?.setAttribute("aria-invalid",String(wrong!==null))}function suggest(input,known){const list2=document.
createElement("datalist");list2.id=`names-${lists+=1}`;list2.append(...known.map(name=>new Option(name,name)));input.setAttribute("list",list2.id);input.after(list2)}var Menu=class{#menu;#button=null;constructor(menu){this.#menu=menu;menu.addEventListener("keydown",event=>this.#move(event));menu.addEventListener("click",()=>menu.
hidePopover());menu.addEventListener("toggle",event=>{const isOpen=event.newState==="open";this.#button?.setAttribute("aria-expanded",String(isOpen));if(!isOpen&&
menu.contains(document.activeElement))this.#button?.focus({preventScroll:true})})}get button(){return this.#button}open(button,place2=button.getBoundingClientRect()){
this.#button=button;this.#menu.showPopover();const{width,height}=this.#menu.getBoundingClientRect();const below=place2.bottom+4+height<innerHeight;this.#menu.style.
left=`${Math.max(8,place2.right-width)}px`;this.#menu.style.top=`${Math.max(8,below?place2.bottom+4:place2.top-height-4)}px`;this.#items[0]?.focus()}get#items(){
return[...this.#menu.querySelectorAll("button")].filter(item=>item.closest("[hidden]")===null)}#move(event){const step={ArrowDown:1,ArrowUp:-1}[event.key];if(step===
void 0)return;event.preventDefault();const items=this.#items;const index=items.indexOf(document.activeElement);items[(index+step+items.length)%items.length]?.focus()}};var SHOWN_MILLISECONDS=8e3;function offerUndo(text3,undo){const place2=document.querySelector(".toasts");const toast=fromTemplate("toast-template");const words3=toast.
querySelector("span");if(words3)words3.textContent=text3;let timer=setTimeout(()=>toast.remove(),SHOWN_MILLISECONDS);toast.addEventListener("mouseenter",()=>clearTimeout(
timer));toast.addEventListener("mouseleave",()=>timer=setTimeout(()=>toast.remove(),SHOWN_MILLISECONDS));toast.querySelector("button")?.addEventListener("click",
()=>{toast.remove();undo()});place2?.replaceChildren(toast)}var StepActions=class{#page;#steps;#fields;#here;#arranging;#menu;constructor(page,steps,fields,here){this.#page=page;this.#steps=steps;this.#fields=fields;this.#here=
here;this.#arranging=new Arranging(steps);this.#menu=new Menu(part(page,"#step-menu"))}async edit(from){const field4=from?.closest(".label")?.closest("edit-fiel\
d");if(field4 instanceof EditField)await field4.open();else await this.#fields.openNext(this.#here.stepOf(from))}reset(from){const field4=from?.closest("edit-fi\
eld");if(field4 instanceof EditField&&field4.edited)field4.reset();else this.#fields.resetOne(this.#here.stepOf(from))}rename(from){const places2=[from?.closest(
"edit-field"),from?.closest("[data-call]"),this.#here.stepOf(from)];const offered=places2.map(place2=>place2?.querySelector("edit-field .hint-act:not([hidden])")).
find(found2=>found2);if(offered instanceof HTMLElement)offered.click()}insert(){this.#arranging.insertStep()}async insertCall(from){const name=this.#here.nameOf(
from);const step=this.#steps.view(name??"")?.element;const button=step?.querySelector(".add-call");const{arrangement}=this.#steps.corrections;if(!name||!(button instanceof
HTMLElement)||arrangement.isRemoved(name))return;const after=this.#here.callOf(from)??arrangement.callsOf(name).at(-1)??null;const known=this.#steps.data.tools.
map(([tool2])=>tool2);const tool=await askName(button,{label:gettext("Tool of the new call"),action:gettext("Insert call"),known});if(tool)this.#arranging.insertCall(
name,after,tool)}remove(from){const name=this.#here.nameOf(from);const call=this.#here.callOf(from);if(name===void 0)return;if(call)this.#removeCall(name,call);else if(!this.#steps.
isFold(name))this.#removeStep(name)}move(from,by){const name=this.#here.nameOf(from);const call=this.#here.callOf(from);if(name===void 0)return;if(!call)return this.#arranging.
moveStep(name,by);this.#steps.goTo(name,{call:this.#steps.corrections.moveCall(name,call,by)})}foldAgent(from){this.#steps.toggleAgent(this.#here.nameOf(from)??
"")}unfold(from){this.#steps.view(this.#here.nameOf(from)??"")?.toggleFold()}async copyLink(from){const inside=from?.closest("[data-call]")??this.#here.stepOf(from);
if(inside)await navigator.clipboard.writeText(new URL(`#${inside.id}`,location.href).href)}openMenu(button){if(!(button instanceof HTMLElement))return;const call=this.#here.
callOf(button);const isRemoved=this.#steps.corrections.arrangement.isRemoved(call??this.#here.nameOf(button)??"");toggle(part(this.#page,"#step-menu"),"removed",
isRemoved);toggle(part(this.#page,"#step-menu"),"present",!isRemoved);for(const item of this.#page.querySelectorAll("#step-menu [data-for]")){item.toggleAttribute(
"hidden",item.getAttribute("data-for")==="call"!==(call!==void 0))}this.#menu.open(button)}get menuButton(){return this.#menu.button}#removeCall(name,call){const{
corrections}=this.#steps;if(corrections.arrangement.isRemoved(call))return corrections.restore(call);corrections.removeCall(name,call);this.#steps.goTo(name);offerUndo(
gettext("Call removed, with its result."),()=>corrections.undo())}#removeStep(name){const{corrections}=this.#steps;const wasRemoved=corrections.arrangement.isRemoved(
name);const{title}=this.#steps.view(name)??{};this.#arranging.removeStep(name);if(!wasRemoved&&title)offerUndo(interpolate(gettext("%(step)s removed."),{step:title},
true),()=>corrections.undo())}};var IDLE_MILLISECONDS=6e4;var EVERY_MILLISECONDS=1e3;var ActiveTime=class extends HTMLElement{#seconds=0;#last=0;#timer;connectedCallback(){for(const name of["p\
ointermove","keydown","scroll"]){addEventListener(name,()=>this.#last=performance.now(),{capture:true,passive:true})}this.#timer=setInterval(()=>this.#tick(),EVERY_MILLISECONDS);
this.restart()}disconnectedCallback(){clearInterval(this.#timer)}restart(){[this.#seconds,this.#last]=[0,performance.now()];this.#show()}#tick(){if(document.hidden||
performance.now()-this.#last>IDLE_MILLISECONDS)return;this.#seconds+=1;this.#show()}#show(){const seconds=String(this.#seconds%60).padStart(2,"0");this.textContent=
`${Math.floor(this.#seconds/60)}:${seconds}`}};customElements.define("active-time",ActiveTime);var Judge=class extends HTMLElement{places=[];suggestion;points="";#judged=new Set;open(steps,_trace){const all=this.dataset.ratesUserTurns!==void 0;this.places=
steps.filter(({kind})=>all||kind==="agent").flatMap(step=>this.placesIn(step));this.#judged=new Set(this.places)}judges(place2){return this.#judged.has(place2)}row(place2,title){
if(!this.judges(place2))return void 0;const{content}=this.#rowTemplate;const row3=document.importNode(content,true).firstElementChild;row3.dataset.judge=this.dataset.
scheme;row3.dataset.place=place2;row3.setAttribute("aria-label",`${title}, ${this.title}`);for(const input of row3.querySelectorAll("input"))input.name=`${this.
dataset.scheme} ${place2} ${input.name}`;row3.addEventListener("click",({target})=>target instanceof Element&&this.clicked(place2,target));row3.addEventListener(
"input",({target})=>target instanceof Element&&this.typed(place2,target));this.update(row3,place2);return row3}update(row3,place2){row3.hidden=this.hidden;row3.
toggleAttribute("data-open",this.markOf(place2)?.name==="todo");this.refresh(row3,place2);const suggested=this.suggestedAt(place2);showSuggestion2(row3,suggested&&
{model:modelOf(this.suggestion),...suggested})}get suggestedPlaces(){return this.places.filter(place2=>this.suggestedAt(place2)!==void 0)}get suggestedInWords(){
const count=this.suggestedPlaces.length;return count===0?"":interpolate(this.countedPlaces(count),{count:count.toLocaleString()},true)}get#rowTemplate(){return this.
querySelector(":scope > template")}choices(part2){const inputs=[...this.#rowTemplate.content.querySelectorAll(`input[data-part=${part2}]`)];return new Map(inputs.
map(input=>[input.value,input.nextSibling?.textContent?.trim()??""]))}get title(){return this.querySelector("legend")?.firstChild?.textContent?.trim()??""}get toJudge(){
return this.places.filter(place2=>this.markOf(place2)?.name==="todo")}lacks(place2){return place2===""?this.toJudge.length>0:this.toJudge.includes(place2)}goTo(place2,how){
this.dispatchEvent(new CustomEvent("judge:go",{bubbles:true,detail:{place:place2,...how}}))}changed(places2,{atOnce=true}={}){this.dispatchEvent(new CustomEvent(
"judge:change",{bubbles:true,detail:{places:places2,atOnce}}))}placesIn({name}){return[name]}refresh(_row,_place){}clicked(_place,_target){}typed(_place,_target){}countedPlaces(count){
return ngettext("%(count)s step","%(count)s steps",count)}suggestedAt(_place){return void 0}accept(_places){}drawn(_call){}comment(_step,_focused){}get hasUndo(){
return false}undo(){return false}redo(){return false}pointOut(_step){}markOf(_place){return void 0}};var MAP_MILLISECONDS=150;var AfterChanges=class{#around;#isFilling=false;#lastChanged=null;#mapTimer;constructor(around){this.#around=around}listen(){const{page,
steps}=this.#around;steps.addEventListener("trace-steps:change",()=>this.#stepsChanged());page.addEventListener("input",({target})=>{if(target instanceof Element&&
target.closest(".question[data-scheme]"))this.#changed(target)});page.addEventListener("suggestions:accept",({target})=>this.#changed(target,{atOnce:true}));page.
addEventListener("judge:change",event=>this.#judged(event));page.addEventListener("judge:dismiss",()=>this.#refreshMapSoon());page.addEventListener("judge:remov\
ed",event=>this.#offerBack(event));page.addEventListener("marks:change",({target})=>this.#marked(target))}open(){this.#lastChanged=null}mapped(){clearTimeout(this.#mapTimer)}fill(answers){
const{page,sheet,complaints,suggestions,marking}=this.#around;complaints.clear();this.#isFilling=true;sheet.fill(answers);this.#showAsked();suggestions.refresh();
marking.paint();for(const area of page.querySelectorAll("textarea"))directLines(area);this.#isFilling=false}goBack(way){const{marking,steps}=this.#around;const isDone=this.#lastChanged?.[way]()||
way==="undo"&&marking.undo();if(!isDone)steps.corrections[way]()}#stepsChanged(){const{marking,complaints,steps,touch}=this.#around;this.#refreshMapSoon();if(this.#isFilling)
return;marking.rest();this.#lastChanged=null;complaints.recheck(document.activeElement??steps);touch()}#judged({target,detail}){const{marking,complaints,steps,suggestions,
touch}=this.#around;steps.refreshRows(detail.places);this.#refreshMapSoon();if(this.#isFilling)return;suggestions.refresh();if(target instanceof Judge&&target.hasUndo){
this.#lastChanged=target;marking.rest()}complaints.recheck(target);touch({atOnce:detail.atOnce})}#offerBack({target,detail}){if(target instanceof Judge)offerUndo(
detail.text,()=>target.undo())}#marked(question){this.#lastChanged=null;this.#around.suggestions.refresh();this.#around.complaints.recheck(question);this.#around.
touch({atOnce:true})}#changed(target,{atOnce=target.matches("input:is([type=radio], [type=checkbox])")}={}){this.#showAsked();this.#around.suggestions.refresh();
this.#around.complaints.recheck(target);this.#around.touch({atOnce})}#showAsked(){const{asked:asked2,answering,sheet,marking,steps}=this.#around;const changed=asked2.
refresh();if(changed.length===0)return;if(!this.#isFilling)asked2.say(changed);answering.follow(changed);if(sheet.markers.some(marker=>changed.includes(marker))){
marking.disarm();marking.paint()}if(!sheet.judges.some(judge=>changed.includes(judge)))return;steps.refreshRows(null);this.#refreshMapSoon()}#refreshMapSoon(){clearTimeout(
this.#mapTimer);this.#mapTimer=setTimeout(()=>this.#around.outline.refresh(),MAP_MILLISECONDS)}};var span_exports={};__export(span_exports,{SpanMarks:()=>SpanMarks,fill:()=>fill,read:()=>read2,said:()=>said,summary:()=>summary});var PAIRS=/[\ud800-\udbff][\udc00-\udfff]/g;function codePoints(text3,units){const before=text3.slice(0,units);const isInside=/[\ud800-\udbff]$/.test(before)&&/^[\udc00-\udfff]/.
test(text3.slice(units,units+1));return(isInside?units-1:units)-(before.match(PAIRS)?.length??0)}function codeUnits(text3,points){if(points>=text3.length)return points===
0?0:text3.length;let units=0;for(let left=points;left>0&&units<text3.length;left-=1)units+=(text3.codePointAt(units)??0)>65535?2:1;return units}function stretch(text3,from,to){
const[start,end]=[codePoints(text3,from),codePoints(text3,isInPair(text3,to)?to+1:to)];return start<end?{start,end,text:text3.slice(codeUnits(text3,start),codeUnits(
text3,end))}:null}var isInPair=(text3,at)=>/[\ud800-\udbff]/.test(text3.charAt(at-1))&&/[\udc00-\udfff]/.test(text3.charAt(at));function behindLineEnds(text3,shown){
let at=shown;for(const{index}of text3.matchAll(/\r\n/g)){if(index>=at)break;at+=1}return at}var atOf=({step,pointer})=>`${step??""}:${pointer}`;var isOverlapping=(one,other)=>atOf(
one)===atOf(other)&&one.start<other.end&&other.start<one.end;var isSame=(one,other)=>one.label===other.label&&isSameStretch(one,other);var isSameStretch=(one,other)=>atOf(
one)===atOf(other)&&one.start===other.start&&one.end===other.end;function inOrder2(spans,labels){const step=span3=>span3.step===null?-1:Number(span3.step);const compare3=(a,b)=>step(
a)-step(b)||(a.pointer<b.pointer?-1:Number(a.pointer>b.pointer))||a.start-b.start||a.end-b.end||labels.indexOf(a.label)-labels.indexOf(b.label);return[...spans].
sort(compare3).filter((span3,index,all)=>index===0||!isSame(span3,all[index-1]))}function layers(marks){const edges2=marks.flatMap(({start,end},index)=>[{at:start,
index,begins:true},{at:end,index,begins:false}]).sort((a,b)=>a.at-b.at);const on=new Set;const parts=[];let from=0;for(const{at,index,begins}of edges2){if(on.size>
0&&at>from)parts.push([from,at,[...on].sort((a,b)=>a-b)]);from=at;if(begins)on.add(index);else on.delete(index)}return parts}var SpanMarks=class extends HTMLElement{spans=[];#before=[];#suggested={spans:[],isBadText:false};connectedCallback(){this.addEventListener("click",({target})=>target instanceof
Element&&this.#clicked(target))}get answer(){return{spans:this.spans,...this.#badText&&{bad_text:this.#badText.checked}}}set answer({spans=[],bad_text=false}){this.#before=
[];if(this.#badText)this.#badText.checked=bad_text;this.#set(spans)}suggest({spans=[],bad_text=false}={}){this.#suggested={spans,isBadText:bad_text};this.#draw()}get pending(){
const isAlone=this.dataset.allowOverlap===void 0;const decides=(one,other)=>isAlone?isOverlapping(one,other):isSameStretch(one,other);return this.#suggested.spans.
filter(each=>!this.spans.some(span3=>decides(span3,each)))}get hasPending(){return this.pending.length>0||this.#suggested.isBadText&&this.#badText?.checked===false}get isTaken(){
const{spans,isBadText}=this.#suggested;return spans.every(each=>this.spans.some(span3=>isSame(span3,each)))&&(!isBadText||this.#badText?.checked===true)}get suggestedInWords(){
const{spans:{length:count},isBadText}=this.#suggested;const marks=interpolate(ngettext("%(count)s mark","%(count)s marks",count),{count:count.toLocaleString()},
true);return[...count>0?[marks]:[],...isBadText?[gettext("Cannot be judged")]:[]].join(", ")}accept(spans){if(spans.length>0)this.#change([...this.spans,...spans])}acceptAll(){
if(this.#badText&&this.#suggested.isBadText)this.#badText.checked=true;this.accept(this.pending)}get labels(){return this.#buttons.map(({dataset,textContent})=>({
name:dataset.label??"",tone:dataset.tone??"",shown:(dataset.shown??textContent??"").trim()}))}label(name){return this.labels.find(label=>label.name===name)}get title(){
return this.querySelector("legend")?.firstChild?.textContent?.trim()??""}get armed(){return this.#buttons.find(button=>button.getAttribute("aria-pressed")==="tr\
ue")?.dataset.label??null}arm(label){for(const button of this.#buttons)button.setAttribute("aria-pressed",String(button.dataset.label===label))}asksAbout(at){const{
targetField:target,stepsKey=""}=this.dataset;if(!target)return true;const isInSteps=[stepsKey,"steps","structured_turns"].includes(target);return at.startsWith(
":")?at.split("/")[1]===escaped(target):isInSteps}add(span3){const isTaken=this.dataset.allowOverlap===void 0&&this.spans.some(each=>isOverlapping(each,span3));
if(isTaken)return this.say(gettext("Part of it is marked already, and marks may not overlap here."));if(this.spans.some(each=>isSame(each,span3)))return this.say(
gettext("It is marked so already."));this.#change([...this.spans,span3]);const words3=gettext("Marked \u201C%(text)s\u201D as %(label)s.");this.say(interpolate(
words3,{text:short(span3.text),label:this.label(span3.label)?.shown??span3.label},true));return true}unmark(span3){this.#change(this.spans.filter(each=>!isSame(
each,span3)));this.say(interpolate(gettext("The mark on \u201C%(text)s\u201D is removed."),{text:short(span3.text)},true))}relabel(span3,label){this.#change(this.
spans.map(each=>isSame(each,span3)?{...each,label}:each))}undo(){const before=this.#before.pop();if(!before)return false;this.#set(before);this.say(gettext("The\
 last change of the marks is taken back."));this.dispatchEvent(new CustomEvent("marks:change",{bubbles:true}));return true}say(words3){const place2=this.querySelector(
"[data-shows=state]");if(place2)place2.textContent=words3;return false}buttonOf(span3){const index=this.spans.findIndex(each=>isSame(each,span3));return this.querySelectorAll(
"[data-gives=go]")[index]instanceof HTMLElement?this.querySelectorAll("[data-gives=go]")[index]:null}#change(spans){this.#before.push(this.spans);this.#set(spans);
this.dispatchEvent(new CustomEvent("marks:change",{bubbles:true}))}#set(spans){this.spans=inOrder2(spans,this.labels.map(({name})=>name));this.#draw()}#draw(){this.
querySelector("[data-shows=marks]")?.replaceChildren(...this.spans.map(span3=>this.#line(span3)));this.querySelector("[data-shows=suggested]")?.replaceChildren(
...this.pending.map(span3=>this.#line(span3,"suggested")));const least=Number(this.dataset.least);this.toggleAttribute("data-has-marks",this.spans.length>0);this.
querySelector("fieldset")?.toggleAttribute("data-answered",this.spans.length>=Math.max(1,least));const words3=ngettext("%(count)s mark","%(count)s marks",this.spans.
length);const count=this.querySelector("[data-shows=count]");if(count)count.textContent=interpolate(words3,{count:this.spans.length.toLocaleString()},true);this.
querySelector("[data-gives=undo]")?.toggleAttribute("hidden",this.#before.length===0)}#line(span3,of2="mark"){const{content}=this.querySelector(`template[data-o\
f=${of2}]`);const line4=document.importNode(content,true).firstElementChild;const label=this.label(span3.label);line4.classList.add(`mark-${label?.tone}`);const texts={
label:label?.shown??span3.label,text:short(span3.text),place:placeOf(span3)};for(const[name,text3]of Object.entries(texts)){const place2=line4.querySelector(`[d\
ata-shows=${name}]`);if(place2)place2.textContent=text3}for(const button of line4.querySelectorAll("button[aria-label]")){button.setAttribute("aria-label",`${button.
getAttribute("aria-label")}: ${texts.text}`)}return line4}#clicked(target){const button=target.closest("button");if(!button||this.closest("[inert]"))return;if(button.
dataset.label!==void 0)return void this.#tell("marks:label",{label:button.dataset.label});if(button.dataset.gives==="undo")return void this.undo();const list2=button.
closest("ol");const index=[...list2?.children??[]].findIndex(line4=>line4.contains(button));const span3=(list2?.dataset.shows==="suggested"?this.pending:this.spans)[index];
if(!span3)return;if(button.dataset.gives==="accept")return this.#acceptFrom(span3,index);if(button.dataset.gives==="remove")return this.#removeFrom(span3,index);
this.#tell(button.dataset.gives==="menu"?"marks:menu":"marks:go",{span:span3,button})}#removeFrom(span3,index){this.unmark(span3);const left=this.querySelectorAll(
"[data-gives=remove]");const next=left[Math.min(index,left.length-1)]??this.querySelector("[data-gives=undo]");if(next instanceof HTMLElement)next.focus()}#acceptFrom(span3,index){
this.#tell("marks:accept",{span:span3});const left=this.querySelectorAll("[data-gives=accept]");const next=left[Math.min(index,left.length-1)]??this.querySelector(
"[data-gives=undo]");if(next instanceof HTMLElement)next.focus()}#tell(name,detail){this.dispatchEvent(new CustomEvent(name,{bubbles:true,detail}))}get#buttons(){
return[...this.querySelectorAll("button[data-label]")]}get#badText(){return this.querySelector("[data-part=bad_text]")}};var SHORT_CHARS=120;var short=text3=>(text3.
length<=SHORT_CHARS?text3:`${text3.slice(0,SHORT_CHARS-1)}\u2026`).replace(/\s+/g," ");function placeOf({step,pointer}){const[,call]=/^\/tool_calls\/(\d+)/.exec(
pointer)??[];if(step===null)return pointer==="/final_answer"?gettext("Final answer"):pointer.slice(1).replaceAll("_"," ");const number2=Number(step)+1;if(call===
void 0)return interpolate(gettext("Step %(number)s"),{number:number2},true);return interpolate(gettext("Step %(number)s, call %(call)s"),{number:number2,call:Number(
call)+1},true)}var escaped=key=>key.replaceAll("~","~0").replaceAll("/","~1");var read2=root=>root.answer;function fill(root,answer){root.answer=answer}var summary=({
spans=[],bad_text=false})=>[...spans.map(span3=>({at:`${span3.step??""}:${span3.pointer}:${span3.start}`,text:said(span3)})),...bad_text?[{at:"bad_text",text:gettext(
"Cannot be judged")}]:[]];var said=({label,text:text3})=>`${label}: \u201C${short(text3)}\u201D`;customElements.define("span-marks",SpanMarks);var bws_exports={};__export(bws_exports,{fill:()=>fill2,read:()=>read3,summary:()=>summary2});var BestWorst=class extends HTMLElement{connectedCallback(){this.addEventListener("input",({target})=>target instanceof HTMLInputElement&&emptyOther(this,target))}};
function emptyOther(rows,chosen2){const all=rows.querySelectorAll("input");for(const input of all)if(input!==chosen2&&input.value===chosen2.value)input.checked=
false}customElements.define("best-worst",BestWorst);function readRows(root){const chosen2=[...root.querySelectorAll("[data-row] input:checked")];return Object.fromEntries(chosen2.map(input=>[rowNameOf(input),input.
value]))}function fillRows(root,values2){for(const input of root.querySelectorAll("[data-row] input")){const row3=rowNameOf(input);input.checked=Object.hasOwn(values2,
row3)&&input.value===String(values2[row3])}}var rowNameOf=input=>input.closest("[data-row]")?.getAttribute("data-row")??"";function read3(root){const{best=null,worst=null}=readRows(root);return{best,worst}}var fill2=(root,{best,worst})=>fillRows(root,{best,worst});var summary2=({best,
worst})=>[{at:"best",text:best??""},{at:"worst",text:worst??""}];var code_review_exports={};__export(code_review_exports,{CodeReview:()=>CodeReview,fill:()=>fill3,read:()=>read4,summary:()=>summary3});var isPressed=false;var waiting=[];if(typeof document!=="undefined"){addEventListener("pointerdown",()=>isPressed=true,true);for(const end of["pointerup","point\
ercancel"])addEventListener(end,()=>setTimeout(release),true)}function afterClick(act){waiting.push(act);if(!isPressed)setTimeout(release)}function release(){isPressed=
false;const now=waiting;waiting=[];for(const act of now)act()}function offerLines(call){for(const block of call.querySelectorAll(".code-block")){const cells=cellsOf(block).filter(cell2=>!cell2.querySelector("button"));cells.
forEach((cell2,index)=>cell2.replaceChildren(lineButton(cell2,index===0)))}}function lineOf(cell2){const{side=""}=cell2.dataset;const number2=cell2.textContent?.
trim()??"";return{file:fileOf(cell2),side:side==="old"||side==="new"?side:null,line:/^\d+$/.test(number2)?Number(number2):null}}function cellOf(call,{file,side,
line:line4}){if(line4===null)return void 0;return cellsOf(call).find(cell2=>{const at=lineOf(cell2);return at.line===line4&&at.file===file&&(at.side===null||at.
side===(side??"new"))})}function placeBelow(cell2){const row3=cell2.closest("tr");const next=row3.nextElementSibling;if(next?.matches(".remark-row"))return next.
firstElementChild;const made2=document.createElement("tr");made2.className="remark-row";const place2=Object.assign(document.createElement("td"),{className:"rema\
rks",colSpan:row3.cells.length});made2.append(place2);row3.after(made2);return place2}function placeAtFoot(call,file){const parts=[...call.querySelectorAll(".ca\
ll-part[data-file]")];const part2=parts.find(({dataset})=>dataset.file===file)??call;const there=part2.querySelector(":scope > .remarks");if(there)return there;
const place2=Object.assign(document.createElement("div"),{className:"remarks"});part2.append(place2);return place2}function clearPlaces(call,name){for(const box2 of call.
querySelectorAll(`[data-of="${CSS.escape(name)}"]`))box2.remove();for(const place2 of call.querySelectorAll(".remarks:empty"))(place2.closest("tr")??place2).remove()}
var textOf=cell2=>textCellOf(cell2)?.textContent??"";function textCellOf(cell2){for(let at=cell2.nextElementSibling;at;at=at.nextElementSibling)if(at.matches(".\
t"))return at;return null}var cellsOf=within=>[...within.querySelectorAll("td[data-side]")].map(cell2=>cell2);var fileOf=cell2=>cell2.closest("[data-file]")?.dataset.
file??"";function lineButton(cell2,isFirst){const{line:line4}=lineOf(cell2);const button=document.createElement("button");button.type="button";button.className=
"line-number";button.tabIndex=isFirst?0:-1;button.textContent=line4===null?"+":String(line4);const words3=line4===null?gettext("Comment on this line"):interpolate(
gettext("Comment on line %(line)s"),{line:line4},true);button.title=words3;button.setAttribute("aria-label",words3);button.addEventListener("keydown",event=>moveFocus(
event,button));return button}var MOVES={ArrowDown:at=>at+1,ArrowUp:at=>at-1,Home:()=>0,End:(_at,all)=>all-1};function moveFocus(event,button){if(!(event.key in MOVES)||
event.altKey||event.ctrlKey||event.metaKey)return;const buttons=[...button.closest(".code-block")?.querySelectorAll(".line-number")??[]];const next=buttons[MOVES[event.
key](buttons.indexOf(button),buttons.length)];event.preventDefault();if(!next)return;for(const each of buttons)each.tabIndex=each===next?0:-1;next.focus()}var CommentDesk=class{#comments;#page;#open=new Map;#from=new Map;constructor(comments,page){this.#comments=comments;this.#page=page}close(){this.#open.clear();
this.#from.clear()}writes(id){return this.#open.get(id)}add(place2,category,from){const id=this.#comments.add(place2,category);if(from)this.#from.set(id,from);this.#open.
set(id,null);this.#page.redraw(this.#comments.find(id)?.step??null);this.#focus(id,"textarea[data-field=text]")}does(id,what,reply){const comment=this.#comments.
find(id);if(!comment)return;const{replies}=comment;if(what==="edit")this.#write(id,null,"textarea[data-field=text]");if(what==="edit-reply")this.#write(id,reply,
`[data-reply="${reply}"] textarea`);if(what==="reply")this.#write(id,replies.length,`[data-reply="${replies.length}"] textarea`);if(what==="suggest")this.#suggest(
id);if(what==="done")this.#close(id);if(what==="resolve")this.#become(id,{resolved:!comment.resolved},"[data-does=resolve]");if(what==="remove-reply")this.#become(
id,{replies:replies.filter((_each,index)=>index!==reply)},"[data-does=reply]",gettext("Reply removed."));if(what==="remove")this.#remove(comment)}typed(id,name,value,reply){
const comment=this.#comments.find(id);if(!comment)return;if(name==="reply"){const replies=comment.replies.map((each,index)=>index===reply?{text:value}:each);this.#comments.
change(id,{replies},`reply ${reply}`)}else{this.#comments.change(id,name==="suggestion"?{suggestion:value}:{[name]:value},name==="category"?void 0:"text")}this.#page.
typed(name==="category")}#suggest(id){const box2=this.boxOf(id);if(!box2)return;const area=field(box2,"suggestion");area.hidden=false;box2.querySelector("[data-\
does=suggest]")?.toggleAttribute("hidden",true);area.focus()}#write(id,reply,place2){this.#comments.leave(id);this.#open.set(id,reply);const comment=this.#comments.
find(id);if(reply!==null&&comment&&comment.replies.length===reply)this.#comments.change(id,{replies:[...comment.replies,{text:""}]});this.#page.redraw(this.#comments.
find(id)?.step??null);this.#focus(id,place2)}#close(id){const line4=this.lineButton(id);const step=this.#comments.find(id)?.step??null;this.#open.delete(id);this.#comments.
leave(id);this.#page.redraw(step);const rest2=line4??this.boxOf(id)?.querySelector("[data-does=edit]")??this.#page.homeOf(step);rest2?.focus({preventScroll:true})}left(id){
afterClick(()=>{const comment=this.#comments.find(id);if(!comment||this.boxOf(id)?.contains(document.activeElement))return;const isBlank=!this.#comments.said.some(
each=>each.id===id);const isBlankReply=comment.replies.some(({text:text3})=>text3.trim()==="");if(!isBlank&&!isBlankReply)return;this.#open.delete(id);this.#comments.
leave(id);this.#page.redraw(comment.step)})}#become(id,part2,place2,removed2){this.#comments.leave(id);this.#open.delete(id);this.#comments.change(id,part2);this.#page.
redraw(this.#comments.find(id)?.step??null);this.#focus(id,place2);this.#page.changed();if(removed2)this.#page.removed(removed2)}#remove({id,step}){const[line4,
wasSaid]=[this.lineButton(id),this.#comments.said.some(each=>each.id===id)];this.#comments.leave(id);this.#open.delete(id);if(wasSaid)this.#comments.remove(id);
this.#page.redraw(step);(line4??this.#page.homeOf(step))?.focus({preventScroll:true});if(!wasSaid)return;this.#page.changed();this.#page.removed(gettext("Commen\
t removed."))}boxOf(id){return document.querySelector(`[data-comment="${CSS.escape(id)}"]`)}lineButton(id){const[from,comment,call]=[this.#from.get(id),this.#comments.
find(id),this.boxOf(id)?.closest(".call-block")];if(from?.isConnected)return from;const cell2=comment&&call?cellOf(call,comment):void 0;return cell2?.querySelector(
".line-number")}#focus(id,place2){const found2=this.boxOf(id)?.querySelector(place2);if(!(found2 instanceof HTMLElement))return;found2.focus({preventScroll:true});
this.boxOf(id)?.scrollIntoView({block:"nearest"})}};function showList(review,said2){review.querySelector("[data-part=list]")?.replaceChildren(...lines(review,said2));const count=review.querySelector("[data-shows=\
count]");if(count)count.textContent=said2.length===0?"":said2.length.toLocaleString();review.querySelector("[data-shows=none]")?.toggleAttribute("hidden",said2.
length>0)}function showSuggestedList(review,waiting2){review.querySelector("[data-part=suggested-list]")?.replaceChildren(...lines(review,waiting2))}var lines=(review,comments)=>inOrder(
comments).filter(({step})=>step!==null).map(comment=>line(review,comment));function line(review,comment){const item=document.createElement("li");const button=Object.
assign(document.createElement("button"),{type:"button",className:"remark-link"});button.classList.toggle("is-resolved",comment.resolved);const gist=span("remark\
-gist",comment.text||(comment.suggestion??""));button.append(span("badge",inWords(comment.category)),span("small quiet cut",nameOfPlace(comment)),gist);button.addEventListener(
"click",()=>goTo(review,comment));item.append(button);return item}var span=(name,text3)=>Object.assign(document.createElement("span"),{className:name,textContent:text3});
function goTo(review,{id,step,call,line:number2}){const name=call===null?`${step}`:`${step}.${call}`;const box2=()=>document.querySelector(`[data-comment="${CSS.
escape(id)}"]`);review.goTo(name,{arrived:async view=>{if(call!==null&&number2!==null&&!box2()?.closest(".remark-row"))await view.showAllOf(name);box2()?.focus(
{preventScroll:true});box2()?.scrollIntoView({block:"nearest"})}})}var MOST_OPEN=3;var MOST_OFFERED=30;var CHANGES2=["edited","written","deleted"];var FileRatings=class{#review;#ratings={};#suggested={};#offered=[];#others=[];#asked;constructor(review,changed){
this.#review=review;this.#place?.addEventListener("click",({target})=>{if(target instanceof HTMLInputElement&&this.#rate(target))changed(true)});this.#more?.addEventListener(
"click",({target})=>{const path=target instanceof Element?target.closest("[data-file]")?.getAttribute("data-file"):null;if(path)this.#offer(path)})}get answer(){
return this.#ratings}set answer(ratings){this.#ratings=ratings;this.#draw()}suggest(ratings){this.#suggested=ratings;this.#draw()}async open(asked2){[this.#ratings,
this.#offered,this.#others,this.#asked]=[{},[],[],asked2];this.#draw();try{const files=(await asked2).folders.flatMap(folder=>folder.files);if(asked2!==this.#asked)
return;const isChanged=({operations})=>CHANGES2.some(each=>each in operations);const changed=files.filter(isChanged);const read24=files.filter(file=>!isChanged(
file)&&"read"in file.operations);this.#offered=changed.slice(0,MOST_OFFERED).map(({path})=>path);this.#others=[...changed.slice(MOST_OFFERED),...read24].map(({path})=>path)}catch(error){
if(!(error instanceof TypeError))throw error}this.#draw()}get#place(){return this.#review.querySelector("[data-part=rated]")}get#more(){return this.#review.querySelector(
"[data-part=others]")}#rate(input){const row3=input.closest("[data-file]");const{dimension}=input.dataset;if(!row3?.dataset.file||!dimension)return false;this.#ratings=
rated(this.#ratings,row3.dataset.file,dimension,Number(input.value));this.#show(row3);return true}#offer(path){[this.#offered,this.#others]=[[...this.#offered,path],
this.#others.filter(each=>each!==path)];this.#draw();const row3=this.#rows.find(({dataset})=>dataset.file===path);if(row3)row3.open=true;row3?.querySelector("su\
mmary")?.focus()}get#rows(){return[...this.#place?.children??[]]}#draw(){const files=[...new Set([...this.#offered,...Object.keys(this.#ratings),...Object.keys(
this.#suggested)])];const others=this.#others.filter(path=>!files.includes(path));const known=new Map(this.#rows.map(row3=>[row3.dataset.file,row3]));const rows=files.
map(path=>known.get(path)??this.#row(path,files.length<=MOST_OPEN));this.#place?.replaceChildren(...rows);for(const row3 of rows)this.#show(row3);this.#review.querySelector(
"[data-part=files]")?.toggleAttribute("hidden",files.length+others.length===0);this.#more?.toggleAttribute("hidden",others.length===0);this.#more?.querySelector(
"ul")?.replaceChildren(...others.map(otherFile))}#row(path,isOpen){const row3=copied(this.#review,"file");row3.dataset.file=path;row3.open=isOpen;const name=row3.
querySelector(".cut");[name.textContent,name.title]=[nameOf2(path),path];for(const input of row3.querySelectorAll("input"))input.name=`${this.#review.dataset.scheme}\
 ${path} ${input.dataset.dimension}`;if(!isOpen)this.#takeScalesOut(row3);return row3}#takeScalesOut(row3){const scales=[...row3.querySelectorAll(".rating-line")];
for(const scale of scales)scale.remove();row3.addEventListener("toggle",()=>{row3.append(...scales);this.#show(row3)},{once:true})}#show(row3){const given=ofFile(
this.#ratings,row3.dataset.file??"");const waiting2=ofFile(ratingsWithout(this.#suggested,this.#ratings),row3.dataset.file??"");for(const input of row3.querySelectorAll(
"input")){const{dataset:{dimension=""},value}=input;input.checked=given[dimension]===Number(value);input.closest("label")?.classList.toggle("is-suggested",waiting2[dimension]===
Number(value))}put2(row3,"given",Object.values(given).join(" \xB7 "));const ratings=Object.values(waiting2).join(" \xB7 ");put2(row3,"suggested",ratings&&interpolate(
gettext("Suggested: %(mark)s"),{mark:ratings},true))}};function put2(row3,name,text3){const place2=row3.querySelector(`[data-shows=${name}]`);if(place2)place2.textContent=
text3}function rated(ratings,path,dimension,value){const{[path]:given={},...others}=ratings;const{[dimension]:before,...rest2}=given;const now=before===value?rest2:
{...rest2,[dimension]:value};return Object.keys(now).length>0?{...others,[path]:now}:others}function ratingsWithout(ratings,given){const rest2=Object.entries(ratings).
map(([path,each])=>{const known=ofFile(given,path);return[path,Object.fromEntries(Object.entries(each).filter(([dimension])=>!Object.hasOwn(known,dimension)))]});
return Object.fromEntries(rest2.filter(([,each])=>Object.keys(each).length>0))}function ratingsTogether(given,others){const paths=[...new Set([...Object.keys(given),
...Object.keys(others)])];return Object.fromEntries(paths.map(path=>[path,{...ofFile(others,path),...ofFile(given,path)}]))}var ofFile=(ratings,path)=>Object.hasOwn(
ratings,path)?ratings[path]:{};function otherFile(path){const item=document.createElement("li");const button=Object.assign(document.createElement("button"),{type:"\
button",className:"button button-quiet button-small cut",textContent:nameOf2(path),title:path});button.dataset.file=path;item.append(button);return item}var nameOf2=path=>path.
split(/[\\/]/).at(-1)||path;function keepingFocus(draw9){const active=document.activeElement;const box2=active?.closest("[data-comment]");const id=box2?.getAttribute("data-comment")??"";const place2=active&&
box2?placeIn(active):"";draw9();if(!active||!box2||active.isConnected)return;const again=document.querySelector(`[data-comment="${CSS.escape(id)}"]${place2}`);if(!(again instanceof
HTMLElement))return;again.focus({preventScroll:true});if(again instanceof HTMLTextAreaElement&&active instanceof HTMLTextAreaElement)again.setSelectionRange(active.
selectionStart,active.selectionEnd)}function placeIn(active){if(active.hasAttribute("data-comment"))return"";const reply=active.closest("[data-reply]")?.getAttribute(
"data-reply");const name=["data-field","data-does"].find(each=>active.hasAttribute(each))??"data-field";const value=active instanceof HTMLInputElement?`[value="${CSS.
escape(active.value)}"]`:"";return`${reply?` [data-reply="${reply}"]`:""} [${name}="${active.getAttribute(name)}"]${value}`}var ID_CHARS=100;var SuggestedReview=class{#question;#isTaken;#dismissed=new Set;constructor(question,isTaken){this.#question=question;this.#isTaken=isTaken}clear(){
this.#dismissed.clear()}dismiss(id){this.#dismissed.add(id)}get all(){const{prediction=0,answer={}}=this.#question.suggestion??{};const{verdict=null,comments=[],
file_ratings={}}=answer;return{verdict,file_ratings,comments:comments.map(each=>({...each,id:takenId(prediction,each.id)}))}}get waiting(){const{verdict,comments,
file_ratings}=this.all;const given=this.#question.answer;return{verdict:given.verdict===null?verdict:null,comments:comments.filter(({id})=>!this.#isTaken(id)&&!this.#dismissed.
has(id)),file_ratings:ratingsWithout(file_ratings,given.file_ratings)}}commentsOn(step){return this.waiting.comments.filter(comment=>comment.step===step)}get places(){
const{verdict,comments,file_ratings}=this.waiting;return[...verdict===null?[]:["verdict"],...Object.keys(file_ratings).length>0?["ratings"]:[],...comments.map(({
id})=>id)]}inWords(verdictInWords){const{verdict,comments:{length:comments},file_ratings}=this.waiting;const ratings=Object.values(file_ratings).flatMap(each=>Object.
values(each)).length;return[...verdict===null?[]:[verdictInWords(verdict)],...counted(comments,ngettext("%(count)s comment","%(count)s comments",comments)),...counted(
ratings,ngettext("%(count)s rating","%(count)s ratings",ratings))].join(", ")}};var takenId=(prediction,id)=>`p${prediction}.${id}`.slice(0,ID_CHARS);var counted=(count,words3)=>count===
0?[]:[interpolate(words3,{count:count.toLocaleString()},true)];var CodeReview=class extends Judge{#comments=new Comments;#desk=new CommentDesk(this.#comments,{redraw:step=>this.#redraw(step),typed:atOnce=>this.#typed(atOnce),
changed:()=>this.changed([]),removed:text3=>this.dispatchEvent(new CustomEvent("judge:removed",{bubbles:true,detail:{text:text3}})),homeOf:step=>this.#homeOf(step)});#suggested=new SuggestedReview(
this,id=>this.#comments.find(id)!==void 0);#files=void 0;connectedCallback(){this.#files??=new FileRatings(this,()=>this.changed([]));this.addEventListener("cli\
ck",({target})=>target instanceof Element&&target.closest("[data-does=add-whole]")&&this.#add({}))}open(_steps,trace){this.#comments.clear();this.#suggested.clear();
this.#desk.close();if(this.querySelector("[data-part=rated]"))void this.#files.open(trace.files())}get answer(){return{verdict:this.#verdict?.value??null,comments:this.#comments.
said,file_ratings:this.#files.answer}}set answer({verdict=null,comments=[],file_ratings={}}){for(const input of this.#verdicts)input.checked=input.value===verdict;
this.#comments.fill(Object.values(comments));this.#files.answer=file_ratings;this.#outline();this.#desk.close();this.#showPanel();this.changed(null)}lacks(){return!this.#verdict}get suggestedPlaces(){
return this.#suggested.places}get suggestedInWords(){return this.#suggested.inWords(verdict=>this.#optionOf(verdict)?.querySelector(".option-text")?.textContent??
verdict)}accept(places2){const{verdict,comments,file_ratings}=this.#suggested.waiting;if(places2.includes("verdict"))for(const input of this.#verdicts)input.checked=
input.value===verdict;if(places2.includes("ratings"))this.#files.answer=ratingsTogether(this.#files.answer,file_ratings);const taken=comments.filter(({id})=>places2.
includes(id));this.#comments.take(taken);this.#showPanel();this.changed(taken.flatMap(({step})=>step??[]))}get hasUndo(){return true}undo(){return this.#goBack(
this.#comments.undo())}redo(){return this.#goBack(this.#comments.redo())}row(step){if(!/^\d+$/.test(step))return void 0;const row3=Object.assign(document.createElement(
"div"),{className:"remarks remarks-of-step"});[row3.dataset.remarks,row3.dataset.step]=[this.dataset.scheme,step];this.#draw(row3,step);return row3}refresh(row3,step){
keepingFocus(()=>this.#draw(row3,step))}#draw(row3,step){row3.replaceChildren(...this.#commentsAt(step,null).map(each=>this.#thread(each,null)));for(const call of row3.
closest("article")?.querySelectorAll(".call-block")??[])this.drawn(call)}drawn(call){const at=callOf(call);if(!at)return;offerLines(call);clearPlaces(call,this.
dataset.scheme??"");for(const each of call.querySelectorAll(".line-number")){const button=each;button.onclick??=()=>this.#ask({...at,...lineOf(button.closest("t\
d"))},button)}for(const comment of this.#commentsAt(at.step,at.call)){const cell2=cellOf(call,comment);const place2=cell2?placeBelow(cell2):placeAtFoot(call,comment.
file);place2.append(this.#thread(comment,cell2??null))}}comment(step,focused){const call=step.contains(focused)?focused?.closest(".call-block"):null;const line4=focused?.
closest(".line-number")??(call??step).querySelector(".line-number");if(line4 instanceof HTMLElement)return line4.click();const at=call?callOf(call):null;const{step:name=""}=step.
dataset;if(/^\d+$/.test(name))this.#ask({step:name,...at},void 0,this.#homeOf(name))}#ask(at,from,home=from){const reviews=[...document.querySelectorAll("code-r\
eview:not([hidden])")];if(reviews.length<2||!home)return this.#add(at,from);const choices=reviews.map(review=>({text:review.#title,choose:()=>review.#add(at,from)}));
this.dispatchEvent(new CustomEvent("judge:choose",{bubbles:true,detail:{from:home,choices}}))}get#title(){return this.querySelector("legend")?.firstChild?.textContent?.
trim()||(this.dataset.scheme??"")}markOf(step){const said2=this.#comments.said.filter(comment=>comment.step===step).length;return commentMark(said2,this.#suggested.
commentsOn(step).length)}#commentsAt(step,call){const all=[...this.#comments.all,...this.#suggested.waiting.comments];return all.filter(each=>each.step===step&&
each.call===call)}#outline(){const{verdict,file_ratings}=this.#suggested.all;for(const input of this.#verdicts)input.closest("label")?.classList.toggle("is-sugg\
ested",input.value===verdict);this.#files.suggest(file_ratings)}#decide({id,step},what){if(what==="take")this.dispatchEvent(new CustomEvent("judge:accept",{bubbles:true,
detail:{places:[id]}}));if(what==="dismiss"){this.#suggested.dismiss(id);this.#redraw(step);this.dispatchEvent(new CustomEvent("judge:dismiss",{bubbles:true}))}
restAt(id,this.#homeOf(step))}get#verdicts(){return[...this.querySelectorAll("[data-part=verdict] input")]}#optionOf(verdict){return this.#verdicts.find(({value})=>value===
verdict)?.closest("label")}get#verdict(){return this.#verdicts.find(({checked})=>checked)}#add(at,from){const{content}=this.querySelector("template[data-part=co\
mment]");const{value}=content.querySelector("[data-field=category]");this.#desk.add({...WHOLE,...at},value,from)}#thread(comment,cell2){const{id}=comment;const writes=this.#desk.
writes(id);const how={name:this.dataset.scheme??"",title:document.querySelectorAll("code-review").length>1?this.#title:"",isOpen:writes===null,openReply:writes??
null,original:cell2?textOf(cell2):null,isAway:cell2===null||comment.side==="old"};if(!this.#comments.find(id))return suggestedThread(this,comment,how,this.suggestion,
what=>this.#decide(comment,what));return thread(this,comment,how,{does:(what,reply)=>this.#desk.does(id,what,reply),typed:(name,value,reply)=>this.#desk.typed(id,
name,value,reply),left:()=>this.#desk.left(id)})}#goBack(went){if(!went)return false;this.#desk.close();this.#showPanel();this.changed(null);return true}#typed(atOnce){
this.#showList();this.changed([],{atOnce})}#redraw(step){const row3=step===null?null:document.querySelector(`[data-remarks="${CSS.escape(this.dataset.scheme??"")}\
"][data-step="${step}"]`);if(row3 instanceof HTMLElement&&step!==null)this.refresh(row3,step);this.#showPanel()}#homeOf(step){const place2=step===null?this.querySelector(
"[data-does=add-whole]"):document.querySelector(`article[data-step="${step}"] .step-at`);return place2}#showPanel(){const whole2=this.querySelector("[data-part=\
whole]");const threads=this.#commentsAt(null,null).map(each=>this.#thread(each,null));keepingFocus(()=>whole2?.replaceChildren(...threads));this.#showList()}#showList(){
showList(this,this.#comments.said);showSuggestedList(this,this.#suggested.waiting.comments)}};var WHOLE={step:null,call:null,file:"",side:null,line:null};function callOf(call){
const[,step,index]=/^(\d+)\.(\d+)$/.exec(call.dataset.call??"")??[];return step===void 0?null:{step,call:Number(index)}}var read4=root=>root.answer;function fill3(root,answer){
root.answer=answer}var summary3=({verdict=null,comments=[],file_ratings={}})=>[...verdict===null?[]:[{at:"verdict",text:inWords(verdict)}],...Object.values(comments).
map(comment=>({at:`comment:${comment.id}`,text:`${nameOfPlace(comment)}: ${comment.text||comment.suggestion}`})),...Object.entries(file_ratings).flatMap(([file,
given])=>Object.entries(given).map(([dimension,value])=>({at:`${file}:${dimension}`,text:String(value)})))];customElements.define("code-review",CodeReview);var confidence_exports={};__export(confidence_exports,{fill:()=>fill4,read:()=>read5,summary:()=>summary4});var chosen=root=>radios(root).find(({checked})=>checked)?.value??null;function choose(root,value){for(const radio of radios(root))radio.checked=radio.value===value}
var radios=root=>[...root.querySelectorAll("input")].filter(({type})=>type==="radio");function valueOf(root){const value=range(root)?.dataset.value;return value?Number(value):null}function setValue(root,value){const input=range(root);if(!input)return;
input.addEventListener("input",take);input.addEventListener("pointerup",takeWhereItIs);input.addEventListener("keydown",takeByKey);input.value=typeof value==="n\
umber"?String(value):input.defaultValue;show2(input,typeof value==="number"?String(value):"")}function take({currentTarget}){const input=currentTarget;show2(input,
input.value)}function takeWhereItIs({currentTarget}){const input=currentTarget;if(input.dataset.value==="")input.dispatchEvent(new Event("input",{bubbles:true}))}
function takeByKey(event){if(event.key!==" "&&event.key!=="Enter")return;if(event.ctrlKey||event.metaKey||event.altKey)return;event.preventDefault();takeWhereItIs(
event)}function show2(input,value){const words3=value||gettext("not set");input.dataset.value=value;input.setAttribute("aria-valuetext",words3);const beside=input.
parentElement?.querySelector("output");if(beside)beside.textContent=words3}var range=root=>root.querySelector("input[type=range]");var isLine=root=>range(root)!==
null;function read5(root){if(isLine(root))return{value:valueOf(root)};const point2=chosen(root);return{value:point2===null?null:Number(point2)}}function fill4(root,answer){
if(isLine(root))setValue(root,answer.value);else choose(root,String(answer.value??""))}var summary4=answer=>[{at:"",text:String(answer.value??"")}];var failure_attribution_exports={};__export(failure_attribution_exports,{FailureAttribution:()=>FailureAttribution,fill:()=>fill5,read:()=>read6,summary:()=>summary5});function put3(field4,value=""){const known=field4 instanceof HTMLInputElement||field4 instanceof HTMLTextAreaElement||field4 instanceof HTMLSelectElement;if(known&&
field4.value!==value)field4.value=value}var OTHER2="::other";function chosenType(value){const[error_type,error_subtype=""]=value===OTHER2?[""]:value.split("::");return{error_type,error_subtype,other:value===
OTHER2?"":void 0}}function showType(root,{error_type="",error_subtype="",other}){const chosen2=error_subtype?`${error_type}::${error_subtype}`:error_type;const isOther=other!==
void 0&&chosen2==="";put3(root.querySelector("select"),isOther?OTHER2:chosen2);const box2=root.querySelector("input[data-part=other]");if(box2 instanceof HTMLInputElement)
box2.hidden=!isOther;put3(box2,other)}function typeInWords(question,{error_type="",error_subtype=""}){if(error_type==="")return"";const value=error_subtype?`${error_type}\
::${error_subtype}`:error_type;const template=question.querySelector(":scope > template");const places2=[question,...template instanceof HTMLTemplateElement?[template.
content]:[]];const options2=places2.flatMap(place2=>[...place2.querySelectorAll("option")]);return options2.find(option=>option.value===value)?.textContent??error_type}var FailureAttribution=class extends Judge{points="cause";#step=null;#agents=new Map;#wasBlank=true;connectedCallback(){this.addEventListener("input",()=>this.#showPanel());
this.addEventListener("click",({target})=>{if(!(target instanceof Element)||this.#step===null)return;if(target.closest("[data-gives=go]"))this.goTo(this.#step);
if(target.closest("[data-gives=clear]"))this.pointOut(this.#step)})}open(steps,trace){super.open(steps,trace);this.#agents=new Map(steps.map(({name,agent})=>[name,
agent]));const named3=steps.filter(({name,agent})=>agent!==""&&this.judges(name)).map(({agent})=>agent);const listed=JSON.parse(this.dataset.agents??"[]");this.#offer(
listed.length>0?listed:[...new Set(named3)])}get answer(){if(this.#isFine)return{failed:false};const told={agent:this.#agent,step:this.#step,...this.#type,reason:this.#reason?.
value??""};return{failed:Object.values(told).some(value=>value)||null,...told}}set answer({failed=null,agent=null,step=null,reason="",...type}){this.#fine.checked=
failed===false;this.#step=step;if(agent)this.#offer([...new Set([...this.#radios.map(({value})=>value),agent])]);for(const radio of this.#radios)radio.checked=radio.
value===agent;const list2=this.querySelector("[data-row=error]");if(list2)showType(list2,type);put3(this.#reason,reason);this.#show()}pointOut(step){if(!this.judges(
step))return;const[before,now]=[this.#step,this.#step===step?null:step];const wasOfStep=this.#agent===null||this.#agent===this.#agents.get(before??"");this.#step=
now;this.#fine.checked=false;const acting=now===null?null:this.#agents.get(now);if(wasOfStep)for(const radio of this.#radios)radio.checked=radio.value===acting;
this.#show()}get#isBlank(){return this.answer.failed===null}suggestedAt(step){if(!this.#isBlank||this.suggestion?.answer.step!==step||!this.judges(step))return void 0;
const{confidence,reasoning=this.suggestion.answer.reason}=this.suggestion;return{what:gettext("Decisive step"),confidence,reasoning}}get suggestedInWords(){if(!this.#isBlank||
!this.suggestion)return"";const{failed,step=null,agent,reason,...type}=this.suggestion.answer;if(failed===false)return gettext("The run did not fail");return[step===
null?"":stepInWords(step),agent,typeInWords(this,type)||type.other,reason].filter(words3=>words3).join(", ")}accept(){this.answer=this.suggestion?.answer??{}}clicked(step,target){
if(target.closest("[data-gives=cause]"))this.pointOut(step)}refresh(row3,step){row3.querySelector("[data-gives=cause]")?.setAttribute("aria-pressed",String(this.#cause===
step))}markOf(step){return this.#cause===step?{name:"first",label:gettext("Decisive step")}:void 0}get#cause(){return this.#isFine?null:this.#step}get#fine(){return this.
querySelector("[data-part=fine]")}get#isFine(){return this.#fine.checked}get#reason(){return this.querySelector("textarea")}get#radios(){return[...this.querySelectorAll(
"input[data-part=agent]")]}get#agent(){return this.#radios.find(({checked})=>checked)?.value??null}get#type(){const list2=this.querySelector("select");if(!list2)
return{};const{other,...type}=chosenType(list2.value);const box2=this.querySelector("input[data-part=other]");return other===void 0?type:{...type,other:box2.value}}#offer(agents){
const row3=this.querySelector("[data-row=agent]");const{content}=row3.querySelector("template");const options2=agents.map((agent,index)=>{const option=document.
importNode(content,true).firstElementChild;const input=option.querySelector("input");input.value=agent;option.querySelector(".option-text").textContent=agent;if(index<
9)option.querySelector("kbd").textContent=input.dataset.key=String(index+1);else option.querySelector("kbd")?.remove();return option});row3.querySelector(".opti\
ons")?.replaceChildren(...options2);row3.hidden=agents.length===0}#show(){this.#showPanel();this.changed(null)}#showPanel(){const failure=this.querySelector("[d\
ata-shows=failure]");const was=failure.hidden;failure.hidden=this.#isFine;const list2=this.querySelector("[data-row=error]");if(list2)showType(list2,this.#type);
const row3=this.querySelector("[data-row=step]");row3.toggleAttribute("data-answered",this.#step!==null);row3.querySelector("[data-gives=go]").textContent=stepInWords(
this.#step??"");for(const each of row3.querySelectorAll("[data-if]"))each.toggleAttribute("hidden",each.getAttribute("data-if")==="chosen"!==(this.#step!==null));
const wasBlank=this.#wasBlank;this.#wasBlank=this.#isBlank;if(was!==failure.hidden||wasBlank!==this.#wasBlank)this.changed(null,{atOnce:false})}};var stepInWords=step=>interpolate(
gettext("Step %(number)s"),{number:Number(step)+1},true);var read6=root=>root.answer;function fill5(root,answer){root.answer=answer}var summary5=({failed=null,step=null,
agent="",reason="",...type})=>[...failed===false?[{at:"failed",text:gettext("The run did not fail")}]:[],...step===null?[]:[{at:"step",text:String(Number(step)+
1)}],...Object.entries({agent,...type,reason}).filter(([,text3])=>text3).map(([at,text3])=>({at,text:String(text3)}))];customElements.define("failure-attributio\
n",FailureAttribution);var hierarchical_multiselect_exports={};__export(hierarchical_multiselect_exports,{fill:()=>fill6,read:()=>read7,summary:()=>summary6});var TaxonomyChoices=class extends HTMLElement{connectedCallback(){this.addEventListener("input",event=>{const{target}=event;if(!(target instanceof HTMLInputElement))
return;if(target.type==="checkbox")return takeAlong(target,this.dataset);event.stopPropagation();this.#showOnly(target.value.trim().toLowerCase())})}#showOnly(words3){
for(const place2 of this.querySelectorAll("[data-name]")){const isBelow=[...placesAbove(place2),place2].some(each=>hasWords(each,words3));const hasBelow=[...place2.
querySelectorAll("[data-name]")].some(each=>hasWords(each,words3));place2.hidden=!isBelow&&!hasBelow;if(words3&&hasBelow)place2.querySelector("details")?.toggleAttribute(
"open",true)}}};var boxesIn=root=>[...root.querySelectorAll("input")].filter(({type})=>type==="checkbox");var pathOf=box2=>placesAbove(box2).map(nameOf3);function takeAlong(box2,{
selectsChildren,selectsParent}){if(!box2.checked)return;const places2=placesAbove(box2);if(selectsChildren!==void 0)for(const below of boxesIn(places2.at(-1)))below.
checked=true;if(selectsParent===void 0)return;for(const place2 of places2.slice(0,-1).reverse()){const[parent,...below]=boxesIn(place2);const path=pathOf(parent).
length;if(below.filter(each=>pathOf(each).length===path+1).every(({checked})=>checked))parent.checked=true}}function placesAbove(from){const place2=from.matches(
"[data-name]")?from.parentElement?.closest("[data-name]"):from.closest("[data-name]");return place2?[...placesAbove(place2),place2]:[]}var nameOf3=place2=>place2.
getAttribute("data-name")??"";var hasWords=(place2,words3)=>[nameOf3(place2),nameOf3(place2).replaceAll("_"," ")].some(name=>name.toLowerCase().includes(words3));
customElements.define("taxonomy-choices",TaxonomyChoices);var read7=root=>({choices:boxesIn(root).filter(({checked})=>checked).map(pathOf)});function fill6(root,answer){const chosen2=new Set((answer.choices??[]).map(path=>JSON.
stringify(path)));for(const box2 of boxesIn(root)){box2.checked=chosen2.has(JSON.stringify(pathOf(box2)));if(box2.checked)unfold(box2)}}var summary6=answer=>[{at:"",
text:(answer.choices??[]).map(path=>[path].flat().join(" / ")).join(", ")}];function unfold(box2){let fold=box2.closest("details");for(;fold;fold=fold.parentElement?.
closest("details")??null)fold.open=true}var likert_exports={};__export(likert_exports,{fill:()=>fill7,read:()=>read8,summary:()=>summary7});var BAD_TEXT="bad_text";function read8(root){const point2=chosen(root);const answer={value:point2===null||point2===BAD_TEXT?null:Number(point2)};return root.querySelector(
`input[value=${BAD_TEXT}]`)?{...answer,bad_text:point2===BAD_TEXT}:answer}var fill7=(root,answer)=>choose(root,answer.bad_text===true?BAD_TEXT:String(answer.value??
""));var summary7=answer=>[{at:"",text:answer.bad_text===true?gettext("(cannot be judged)"):String(answer.value??"")}];var multirate_exports={};__export(multirate_exports,{fill:()=>fill8,read:()=>read9,summary:()=>summary8});var read9=root=>({ratings:readRows(root)});var fill8=(root,answer)=>fillRows(root,answer.ratings??{});var summary8=answer=>Object.entries(answer.ratings??{}).map(
([at,text3])=>({at,text:text3}));var multiselect_exports={};__export(multiselect_exports,{fill:()=>fill9,read:()=>read10,summary:()=>summary9});var read10=root=>({choices:options(root).filter(({
checked})=>checked).map(({value})=>value),free_response:freeResponse(root)?.value??""});function fill9(root,answer){for(const option of options(root))option.checked=
(answer.choices??[]).includes(option.value);const field4=freeResponse(root);if(field4)field4.value=answer.free_response??""}var summary9=answer=>[{at:"",text:(answer.
choices??[]).join(", ")},{at:"free_response",text:answer.free_response??""}];var options=root=>[...root.querySelectorAll("input")].filter(({type})=>type==="chec\
kbox");var freeResponse=root=>root.querySelector("textarea[name$=free_response]");var number_exports={};__export(number_exports,{fill:()=>fill10,read:()=>read11,summary:()=>summary10});function read11(root){const field4=box(root);if(!field4||
field4.value===""&&!field4.validity.badInput)return{value:null};return{value:field4.value===""?"":Number(field4.value)}}function fill10(root,answer){const field4=box(
root);if(field4)field4.value=String(answer.value??"")}var summary10=answer=>[{at:"",text:String(answer.value??"")}];var box=root=>root.querySelector("input");var pairwise_exports={};__export(pairwise_exports,{fill:()=>fill11,read:()=>read12,summary:()=>summary11});function read12(root){return{...MODES[root.dataset.mode??"binary"].read(root),...readWhy(root)}}function fill11(root,answer){MODES[root.dataset.mode??"binary"].
fill(root,answer);fillWhy(root,answer);root.addEventListener("click",takeBack);root.addEventListener("input",remember);remember({currentTarget:root})}var summary11=answer=>[
{at:"",text:[answer.selection,answer.scale_value].filter(each=>each!=null).map(inWords2).join("")},...Object.entries(answer.dimensions??{}).map(([at,side])=>({at,
text:inWords2(side)})),{at:"justification",text:[...answer.reasons??[],answer.justification??""].filter(Boolean).join("\n")}];var inWords2=value=>value==="tie"?
gettext("Tie"):String(turned(value));var MODES={binary:{read:root=>({selection:turned(chosen(root))}),fill:(root,{selection})=>choose(root,turned(selection))},scale:{
read:root=>({scale_value:valueSeen(root,isLine(root)?valueOf(root):point(root))}),fill:(root,{scale_value})=>show3(root,typeof scale_value==="number"?valueSeen(
root,scale_value):null)},multi_dimension:{read:root=>({dimensions:turnedRows(readRows(root))}),fill:(root,{dimensions})=>fillRows(root,turnedRows(dimensions??{}))}};
var turnedRows=rows=>Object.fromEntries(Object.entries(rows).map(([row3,side])=>[row3,turned(side)]));function point(root){const value=chosen(root);return value===
null?null:Number(value)}function valueSeen(root,value){const{first,last}=root.querySelector("[data-first]").dataset;return value===null?null:mirrored(value,Number(
first),Number(last))}function show3(root,value){if(isLine(root))setValue(root,value);else choose(root,value===null?null:String(value))}function readWhy(root){const words3=wordsOf(
root);if(!words3)return{};const reasons=reasonsOf(root);const ticked=reasons.filter(({checked})=>checked).map(({value})=>value);return{justification:words3.value,
...reasons.length>0&&{reasons:ticked}}}function fillWhy(root,{justification="",reasons=[]}){const words3=wordsOf(root);if(words3)words3.value=justification;for(const reason of reasonsOf(
root))reason.checked=reasons.includes(reason.value)}var wordsOf=root=>root.querySelector("[data-why]");var reasonsOf=root=>[...root.querySelectorAll("input")].filter(
({dataset})=>dataset.reason!==void 0);function takeBack({target,currentTarget}){if(!(target instanceof HTMLInputElement)||target.type!=="radio")return;if(target.
dataset.was==="true"){target.checked=false;target.dispatchEvent(new Event("input",{bubbles:true}))}remember({currentTarget})}function remember({currentTarget}){
const radios2=[...currentTarget.querySelectorAll("input")].filter(({type})=>type==="radio");for(const radio of radios2)radio.dataset.was=String(radio.checked)}var process_reward_exports={};__export(process_reward_exports,{ProcessReward:()=>ProcessReward,fill:()=>fill12,read:()=>read13,summary:()=>summary12});var NONE="none";var ProcessReward=class extends Judge{points="first-wrong";#marks=new Map;#first=null;#along={};connectedCallback(){this.addEventListener("click",
({target})=>{if(target instanceof Element&&target.closest("[data-gives=none]"))this.pointOut(NONE)})}get#asksFirst(){return this.dataset.mode==="first_error"}get answer(){
const marks={marks:Object.fromEntries(this.#marks),...this.#along};if(!this.#asksFirst)return marks;if(this.#first!==null)marks.marks={...this.#suggestedMarks,...marks.
marks};return{...marks,first_error:this.#first,...this.#first===null&&this.#marks.size>0&&{mode:"per_step"}}}set answer({marks={},first_error=null,user_marks}){
this.#marks=new Map(Object.entries(marks));this.#first=first_error;this.#along=user_marks?{user_marks}:{};this.#show(null)}pointOut(step){if(this.#asksFirst){this.#first=
this.#first===step?null:step;return this.#show(null)}if(!this.judges(step))return;const before=this.places.slice(0,this.places.indexOf(step)).filter(name=>!this.#marks.
has(name));for(const name of before)this.#give(name,1);this.#give(step,-1);this.#show([...before,step])}clicked(step,target){if(target.closest("[data-gives=firs\
t]"))return this.pointOut(step);if(!(target instanceof HTMLInputElement))return;const reward=Number(target.value);const given=this.#marks.get(step);if(given?.reward===
reward&&!isSuggested(given))this.#marks.delete(step);else this.#give(step,reward);this.#show([step])}#give(step,reward){const given=this.#pending(step);const isConfirmed=given!==
void 0&&isSuggested(given)&&given.reward===reward;this.#marks.set(step,{...given,reward,source:isConfirmed?"ai":"human",verified:true})}#pending(step){return this.#marks.
get(step)??this.#suggestedMarks[step]}get#suggestedMarks(){const marks=Object.entries(this.suggestion?.answer?.marks??{});return Object.fromEntries(marks.filter(
([step,mark3])=>this.judges(step)&&isSuggested(mark3)))}get#suggestedFirst(){const{first_error=null}=this.suggestion?.answer??{};if(first_error!==null||!this.suggestion)
return first_error;const marks=this.#suggestedMarks;const wrong=this.places.find(step=>marks[step]?.reward===-1);return wrong??(this.places.length>0&&this.places.
every(step=>marks[step])?NONE:null)}suggestedAt(step){if(this.#first!==null||!this.judges(step))return void 0;const given=this.#pending(step);const reasons={confidence:given?.
confidence,reasoning:given?.ai_reasoning};if(this.#asksFirst)return this.#suggestedFirst===step?{what:gettext("First wrong step"),...reasons}:void 0;if(!given||
!isSuggested(given)||given.reward===null)return void 0;return{what:MARKS()[String(given.reward)].label,...reasons}}get suggestedInWords(){if(!this.#asksFirst)return super.
suggestedInWords;const step=this.#first===null?this.#suggestedFirst:null;if(step===null)return"";return step===NONE?gettext("No wrong step"):interpolate(gettext(
"First wrong step: %(step)s"),{step:Number(step)+1},true)}accept(steps){if(this.#asksFirst){this.#first=this.#suggestedFirst;return this.#show(null)}for(const step of steps)
this.#give(step,this.#pending(step)?.reward);this.#show(steps)}refresh(row3,step){const reward=this.#marks.get(step)?.reward;const suggested=this.suggestedAt(step)&&
this.#pending(step)?.reward;for(const input of row3.querySelectorAll("input")){input.checked=Number(input.value)===reward;input.closest("label")?.classList.toggle(
"is-suggested",Number(input.value)===suggested)}const button=row3.querySelector("[data-gives=first]");button?.setAttribute("aria-pressed",String(this.#first===step));
const derived=row3.querySelector("[data-shows=derived]");const mark3=this.markOf(step);if(derived)derived.textContent=mark3===void 0||mark3.name==="todo"||this.#first===
step?"":mark3.label}markOf(step){if(!this.judges(step))return void 0;return this.#first===null?this.#markGiven(step):this.#markByFirst(step)}#markGiven(step){if(this.#asksFirst&&
this.suggestedAt(step)){return{name:"todo",label:interpolate(gettext("Suggested: %(mark)s"),{mark:gettext("First wrong step").toLocaleLowerCase()},true)}}const given=this.#asksFirst?
this.#marks.get(step):this.#pending(step);const mark3=MARKS()[String(given?.reward??"")];if(!given||!isSuggested(given))return mark3;return{name:"todo",label:interpolate(
gettext("Suggested: %(mark)s"),{mark:mark3.label.toLocaleLowerCase()},true)}}#markByFirst(step){if(this.#first===step)return{name:"first",label:gettext("First w\
rong step")};const isBefore=this.#first===NONE||Number(step)<Number(this.#first);return isBefore?MARKS()["1"]:{name:"after",label:gettext("Wrong, after the firs\
t wrong step")}}#show(steps){this.querySelector("[data-gives=none]")?.setAttribute("aria-pressed",String(this.#first===NONE));const state=this.querySelector("[d\
ata-shows=state]");if(state)state.textContent=this.#asksFirst?this.#firstInWords():this.#countInWords();this.changed(steps)}#firstInWords(){if(this.#first===null)
return this.#marks.size>0?this.#countInWords():gettext("Not judged yet.");if(this.#first===NONE)return gettext("Every step is right.");return interpolate(gettext(
"The first wrong step is %(step)s."),{step:Number(this.#first)+1},true)}#countInWords(){const judged=this.places.length-this.toJudge.length;return interpolate(gettext(
"%(judged)s of %(all)s steps judged."),{judged,all:this.places.length},true)}};var isSuggested=({source,verified})=>source==="ai"&&verified===false;var MARKS=()=>({
1:{name:"correct",label:gettext("Correct")},0:{name:"needless",label:gettext("Neutral")},"-1":{name:"wrong",label:gettext("Wrong")},"":{name:"todo",label:gettext(
"To judge")}});var read13=root=>root.answer;function fill12(root,answer){root.answer=answer}var summary12=({marks={},first_error=null})=>[...first_error===null?
[]:[{at:"first_error",text:first_error===NONE?gettext("No wrong step"):String(Number(first_error)+1)}],...Object.entries(marks).map(([step,{reward}])=>({at:`ste\
p:${step}`,text:String(reward)}))];customElements.define("process-reward",ProcessReward);var radio_exports={};__export(radio_exports,{fill:()=>fill13,read:()=>read14,summary:()=>summary13});function read14(root){return{choice:chosen(root),free_response:freeResponse2(root)?.value??""}}function fill13(root,answer){choose(root,answer.choice);const field4=freeResponse2(
root);if(field4)field4.value=answer.free_response??""}var summary13=answer=>[{at:"",text:answer.choice??""},{at:"free_response",text:answer.free_response??""}];
var freeResponse2=root=>root.querySelector("textarea[name$=free_response]");var ranking_exports={};__export(ranking_exports,{fill:()=>fill14,read:()=>read15,summary:()=>summary14});function moved(ranks,name,by){const at=placeOf2(ranks,name);const rest2=ranks[at].filter(each=>each!==name);const to=rest2.length>0?at:at+by;if(!ranks[to])return ranks;
const passed=rest2.length>0?rest2:ranks[to];const both=by<0?[[name],passed]:[passed,[name]];return[...ranks.slice(0,Math.min(at,to)),...both,...ranks.slice(Math.
max(at,to)+1)]}function tied(ranks,name){const at=placeOf2(ranks,name);if(at===0)return ranks;return without(ranks,name).map((group,index)=>index===at-1?[...group,
name]:group)}function placed(ranks,name,other,isBehind){if(name===other)return ranks;return without(ranks,name).flatMap(group=>{if(!group.includes(other))return[
group];return isBehind?[group,[name]]:[[name],group]})}function numbers(ranks){let next=1;return new Map(ranks.flatMap(group=>{const rank3=next;next+=group.length;
return group.map(name=>[name,rank3])}))}function ranksOf(order2,names){if(!Array.isArray(order2))return null;const ranks=order2.map(entry=>names.filter(name=>[entry].
flat().includes(name)));const isWhole2=ranks.every(({length})=>length>0)&&[...order2.flat()].sort().join("\0")===[...names].sort().join("\0");return isWhole2?ranks:
null}var placeOf2=(ranks,name)=>ranks.findIndex(group=>group.includes(name));var without=(ranks,name)=>ranks.map(group=>group.filter(each=>each!==name)).filter(
({length})=>length>0);var RankList=class extends HTMLElement{#ranks=null;#names=this.#items.map(nameOf4);#dragged=null;connectedCallback(){this.addEventListener("click",({target})=>this.#click(
target));this.addEventListener("keydown",event=>this.#press(event));this.addEventListener("dragstart",event=>this.#lift(event));this.addEventListener("dragover",
event=>this.#dragged&&event.preventDefault());this.addEventListener("drop",event=>this.#drop(event));this.addEventListener("dragend",()=>this.#dragged=null)}get order(){
return this.dataset.ties===void 0?this.#ranks?.flat()??null:this.#ranks}set order(order2){this.#ranks=ranksOf(order2,this.#names);this.#draw()}get#shown(){return this.#ranks??
this.#names.map(name=>[name])}get#items(){return[...this.querySelectorAll("[data-name]")]}#click(target){const button=target instanceof Element?target.closest("\
[data-rank]"):null;const item=itemOf(button);const act=button?.getAttribute("data-rank");if(act==="keep"||act==="clear")return this.#rank(act==="keep"?this.#shown:
null);if(!item)return;if(act==="tie")this.#change(tied(this.#shown,nameOf4(item)),item);else this.#change(moved(this.#shown,nameOf4(item),act==="up"?-1:1),item)}#press(event){
const item=itemOf(event.target);const by={ArrowUp:-1,ArrowDown:1}[event.key];if(!item||!by||!event.altKey||event.ctrlKey||event.metaKey)return;event.preventDefault();
event.stopPropagation();this.#change(moved(this.#shown,nameOf4(item),by),item)}#lift(event){this.#dragged=itemOf(event.target);event.dataTransfer?.setData("text\
/plain",nameOf4(this.#dragged))}#drop(event){const[item,onto]=[this.#dragged,itemOf(event.target)];if(!item)return;event.preventDefault();if(!onto||onto===item)
return;const{top,height}=onto.getBoundingClientRect();this.#change(placed(this.#shown,nameOf4(item),nameOf4(onto),event.clientY>top+height/2),item)}#change(ranks,item){
if(ranks===this.#shown||JSON.stringify(ranks)===JSON.stringify(this.#shown))return;this.#rank(ranks);this.#say(item)}#rank(ranks){this.order=ranks;if(document.activeElement===
document.body)this.querySelector("button")?.focus();this.dispatchEvent(new Event("input",{bubbles:true}))}#draw(){const focused=document.activeElement;const ranks=numbers(
this.#ranks??[]);const items=new Map(this.#items.map(item=>[nameOf4(item),item]));const inOrder4=this.#shown.flat().map(name=>items.get(name));inOrder4[0]?.parentElement?.
append(...inOrder4);for(const item of inOrder4){item.querySelector(".rank").textContent=String(ranks.get(nameOf4(item))??"\u2013")}this.toggleAttribute("data-an\
swered",this.#ranks!==null);for(const part2 of this.querySelectorAll("[data-shows=ranked]"))part2.toggleAttribute("hidden",this.#ranks===null);for(const part2 of this.
querySelectorAll("[data-shows=unranked]"))part2.toggleAttribute("hidden",this.#ranks!==null);if(focused instanceof HTMLElement&&this.contains(focused))focused.focus()}#say(item){
const place2={name:item.querySelector(".option-text")?.textContent,rank:item.querySelector(".rank")?.textContent,all:this.#names.length};const status=this.querySelector(
"[role=status]");if(status)status.textContent=interpolate(gettext("%(name)s: %(rank)s of %(all)s"),place2,true)}};var itemOf=inside=>inside instanceof Element?inside.
closest("[data-name]"):null;var nameOf4=item=>item?.dataset.name??"";customElements.define("rank-list",RankList);var read15=root=>({order:listOf(root)?.order??null});function fill14(root,answer){const list2=listOf(root);if(list2)list2.order=answer.order}var summary14=answer=>[
{at:"",text:(answer.order??[]).map(rank3=>[rank3].flat().join(" = ")).join(", ")}];function listOf(root){const list2=root.querySelector("rank-list");return list2 instanceof
RankList?list2:null}var rubric_eval_exports={};__export(rubric_eval_exports,{fill:()=>fill15,read:()=>read16,summary:()=>summary15});function read16(root){const{overall,...scores}=Object.fromEntries(Object.entries(readRows(root)).map(([row3,score])=>[row3,Number(score)]));if(asksOverall(root))
return{scores,overall:overall??null};return{scores:overall===void 0?scores:{...scores,overall}}}var fill15=(root,answer)=>fillRows(root,{...answer.scores,...asksOverall(
root)?{overall:answer.overall}:{}});var summary15=answer=>[...Object.entries(answer.scores??{}).map(([at,score])=>({at,text:String(score)})),{at:"overall",text:String(
answer.overall??"")}];var asksOverall=root=>root.dataset?.asksOverall!==void 0;var select_exports={};__export(select_exports,{fill:()=>fill16,read:()=>read17,summary:()=>summary16});var read17=root=>({choice:list(root)?.value||null});function fill16(root,answer){
const field4=list(root);if(!field4)return;field4.value=answer.choice??"";if(field4.selectedIndex<0)field4.value=""}var summary16=answer=>[{at:"",text:answer.choice??
""}];var list=root=>root.querySelector("select");var slider_exports={};__export(slider_exports,{fill:()=>fill17,read:()=>read18,summary:()=>summary17});var read18=root=>({value:valueOf(root)});var fill17=(root,answer)=>setValue(root,answer.value);var summary17=answer=>[{at:"",text:String(answer.value??"")}];var text_exports={};__export(text_exports,{fill:()=>fill18,read:()=>read19,summary:()=>summary18});var read19=root=>({texts:Object.fromEntries(boxes(root).map(box2=>[
box2.dataset.box,box2.value]))});function fill18(root,answer){for(const box2 of boxes(root))box2.value=answer.texts?.[box2.dataset.box??""]??""}var summary18=answer=>Object.
entries(answer.texts??{}).map(([at,text3])=>({at,text:text3}));var boxes=root=>[...root.querySelectorAll("[data-box]")].filter(isBox);var isBox=element2=>element2 instanceof
HTMLInputElement||element2 instanceof HTMLTextAreaElement;var tool_call_review_exports={};__export(tool_call_review_exports,{ToolCallReview:()=>ToolCallReview,fill:()=>fill19,read:()=>read20,summary:()=>summary19});var Judgments=class extends Judge{given=new Map;verdict="";give(place2,part2){const given={...this.given.get(place2),...part2};if(Object.values(given).some(value=>value))
this.given.set(place2,given);else this.given.delete(place2)}choose(place2,part2,value,none=null){this.give(place2,{[part2]:this.given.get(place2)?.[part2]===value?
none:value})}get judged(){return this.places.length-this.toJudge.length}get suggestedParts(){return{}}suggestedAt(place2){const said2=this.suggestedParts[place2];
if(!this.judges(place2)||!said2?.[this.verdict]||this.given.get(place2)?.[this.verdict])return void 0;const{rationale,...parts}=said2;const{confidence,reasoning=rationale}=this.
suggestion?.steps?.[place2]??{};return{what:this.#inWords(parts),confidence,reasoning}}take(places2){for(const place2 of places2){const note3=this.given.get(place2)?.
rationale;this.give(place2,{...this.suggestedParts[place2],...note3&&{rationale:note3}})}}outline(row3,place2){const value=this.suggestedAt(place2)&&this.suggestedParts[place2][this.
verdict];for(const input of row3.querySelectorAll(`input[data-part=${this.verdict}]`)){input.closest("label")?.classList.toggle("is-suggested",input.value===value)}}toDo(place2){
const suggested=this.suggestedAt(place2);const label=suggested?interpolate(gettext("Suggested: %(mark)s"),{mark:suggested.what},true):gettext("To judge");return{
name:"todo",label}}#inWords({error_type,error_subtype,...parts}){const[verdict,...others]=Object.entries(parts).map(([part2,value])=>this.choices(part2).get(value)??
value);return[verdict,typeInWords(this,{error_type,error_subtype}),...others].filter(each=>each).join(", ")}showNote(row3,text3){const note3=row3.querySelector(
"[data-part=rationale]");if(note3 instanceof HTMLElement&&text3)note3.hidden=false;put3(note3?.querySelector("textarea"),text3);row3.querySelector("[data-gives=\
note]")?.classList.toggle("has-note",Boolean(text3))}toggleNote(from){const note3=from.closest(".judge")?.querySelector("[data-part=rationale]");if(!(note3 instanceof
HTMLElement))return;note3.hidden=!note3.hidden;if(!note3.hidden)note3.querySelector("textarea")?.focus()}};var NEEDLESS="unnecessary";var TEXTS=["right_tool","right_arguments","rationale"];var ToolCallReview=class extends Judgments{verdict="verdict";placesIn({calls}){
return calls}get answer(){return{calls:Object.fromEntries(this.given)}}set answer({calls={}}){this.given=new Map(Object.entries(calls));this.#show(null)}get suggestedParts(){
return this.suggestion?.answer.calls??{}}accept(calls){this.take(calls);this.#show(calls)}countedPlaces(count){return ngettext("%(count)s call","%(count)s calls",
count)}get rules(){return JSON.parse(this.dataset.rules??"")}clicked(call,target){if(target.closest("[data-gives=note]"))return this.toggleNote(target);if(!(target instanceof
HTMLInputElement)||target.type!=="radio")return;this.choose(call,"verdict",target.value);this.#show([call])}typed(call,target){const part2=target.closest("[data\
-part]")?.getAttribute("data-part")??"";if(!TEXTS.includes(part2))return;this.give(call,{[part2]:target.value});this.#show([call],{atOnce:false})}refresh(row3,call){
const given=this.given.get(call)??{};for(const input of row3.querySelectorAll("input[type=radio]")){input.checked=input.value===given.verdict}this.outline(row3,
call);const right=row3.querySelector(".right-call");if(right instanceof HTMLElement)right.hidden=!this.#isWrong(given)||isNeedless(given);for(const part2 of["ri\
ght_tool","right_arguments"])put3(row3.querySelector(`.right-call [data-part=${part2}]`),given[part2]);const note3=row3.querySelector("[data-part=rationale]");if(note3 instanceof
HTMLElement&&this.#lacksWhy(given))note3.hidden=false;this.showNote(row3,given.rationale)}markOf(call){if(!this.judges(call))return void 0;const given=this.given.
get(call)??{};if(!given.verdict)return this.toDo(call);if(this.#lacksWhy(given))return{name:"todo",label:gettext("Say why")};const label=this.choices("verdict").
get(given.verdict)??given.verdict;if(!this.#isWrong(given))return{name:"correct",label};return{name:given.verdict===NEEDLESS?"needless":"wrong",label}}#isWrong({
verdict}){return Boolean(verdict)&&!this.rules.correct.includes(verdict??"")}#lacksWhy(given){return this.rules.asks_why&&this.#isWrong(given)&&(given.rationale??
"").trim()===""}#show(calls,how){const state=this.querySelector("[data-shows=state]");const words3=ngettext("%(judged)s of %(all)s call judged.","%(judged)s of \
%(all)s calls judged.",this.places.length);const none=gettext("The agent called no tool.");if(state)state.textContent=this.places.length===0?none:interpolate(words3,
{judged:this.judged,all:this.places.length},true);const counts2=this.querySelector("[data-shows=counts]");if(counts2)counts2.textContent=this.#counts();this.changed(
calls,how)}get judged(){return this.places.filter(call=>this.given.get(call)?.verdict).length}#counts(){const lacking=this.places.filter(call=>this.#lacksWhy(this.
given.get(call)??{})).length;const words3=ngettext("%(lacking)s needs a reason.","%(lacking)s need a reason.",lacking);return[this.#verdicts(),lacking>0?interpolate(
words3,{lacking},true):""].filter(text3=>text3).join(". ")}#verdicts(){const given=[...this.given.values()].map(({verdict})=>verdict);const counts2=[...this.choices(
"verdict")].map(([verdict,words3])=>({words:words3,count:given.filter(each=>each===verdict).length}));return counts2.filter(({count})=>count>0).map(({words:words3,
count})=>`${count} ${words3}`).join(", ")}};var isNeedless=({verdict,right_tool,right_arguments})=>verdict===NEEDLESS&&!right_tool&&!right_arguments;var read20=root=>root.
answer;function fill19(root,answer){root.answer=answer}var summary19=({calls={}})=>Object.entries(calls).map(([call,given])=>({at:`call:${call}`,text:Object.values(
given).filter(value=>value).join(", ")}));customElements.define("tool-call-review",ToolCallReview);var trajectory_edit_exports={};__export(trajectory_edit_exports,{fill:()=>fill20,read:()=>read21,summary:()=>summary20});var read21=root=>root.corrections.sent;
var fill20=(root,answer)=>root.corrections.fill(answer);var summary20=({edits=[],inserted={},order:order2=null,calls={}})=>[...edits.flatMap(({step,pointer,text:text3,
reason})=>{const at=`${step??""}:${pointer}`;return[{at,text:text3??gettext("(removed)")},...reason?[{at:`${at}:reason`,text:reason}]:[]]}),...Object.entries(inserted).
map(([name,value])=>({at:`inserted:${name}`,text:JSON.stringify(value,null,1)})),...order2?[{at:"order",text:order2.map(numberOf).join(" ")}]:[],...Object.entries(
calls).map(([step,names])=>({at:`calls:${step}`,text:names.map(numberOf).join(" ")}))];var numberOf=name=>name.replace(/(?<![+\d])\d+/g,digits=>String(Number(digits)+
1));var trajectory_eval_exports={};__export(trajectory_eval_exports,{TrajectoryEval:()=>TrajectoryEval,fill:()=>fill21,read:()=>read22,summary:()=>summary21});var TrajectoryEval=class extends Judgments{points="first-wrong";verdict="correctness";#along={};get answer(){const chosen2=this.querySelector("[data-part=outcom\
e] input:checked");const outcome=chosen2 instanceof HTMLInputElement?chosen2.value:null;return{steps:Object.fromEntries(this.given),...this.#along,...this.querySelector(
"[data-part=outcome]")&&{outcome}}}set answer({steps={},outcome=null,user_steps}){this.given=new Map(Object.entries(steps));this.#along=user_steps?{user_steps}:
{};this.#chooseOutcome(outcome);this.#show(null)}get suggestedParts(){return this.suggestion?.answer.steps??{}}get suggestedInWords(){const outcome=this.answer.
outcome===null?this.suggestion?.answer.outcome:null;return[super.suggestedInWords,outcome?this.#outcomeInWords(outcome):""].filter(words3=>words3!=="").join(", ")}accept(steps){
const isAll=this.suggestedPlaces.every(step=>steps.includes(step));const{outcome}=this.suggestion?.answer??{};this.take(steps);if(isAll&&this.answer.outcome===null)
this.#chooseOutcome(outcome);this.#show(steps)}#chooseOutcome(outcome){for(const input of this.#outcomes)input.checked=input.value===outcome}#outcomeInWords(outcome){
const chosen2=this.#outcomes.find(({value})=>value===outcome);return chosen2?.parentElement?.querySelector(".option-text")?.textContent??outcome}get#outcomes(){
return[...this.querySelectorAll("[data-part=outcome] input")]}get rules(){return JSON.parse(this.dataset.rules??"")}pointOut(step){const{correct}=this.rules;const options2=[
...this.choices("correctness").keys()];const wrong=options2.find(option=>option==="incorrect"||option==="wrong")??options2.find(option=>!correct.includes(option));
if(!this.judges(step)||wrong===void 0)return;const before=this.places.slice(0,this.places.indexOf(step)).filter(name=>!this.given.get(name)?.correctness);for(const name of before)
this.give(name,{correctness:correct[0]});this.give(step,{correctness:wrong});this.#show([...before,step])}clicked(step,target){if(target.closest("[data-gives=no\
te]"))return this.toggleNote(target);if(!(target instanceof HTMLInputElement)||target.type!=="radio")return;if(target.dataset.part==="severity")this.choose(step,
"severity",target.value,"");else this.choose(step,"correctness",target.value);this.#show([step])}typed(step,target){if(target instanceof HTMLSelectElement){this.
give(step,chosenType(target.value));return this.#show([step])}if(target instanceof HTMLInputElement&&target.type!=="radio")this.give(step,{other:target.value});
if(target instanceof HTMLTextAreaElement)this.give(step,{rationale:target.value});this.#show([step],{atOnce:false})}refresh(row3,step){const given=this.given.get(
step)??{};for(const input of row3.querySelectorAll("input[type=radio]")){const radio=input;radio.checked=radio.value===(radio.dataset.part==="severity"?given.severity:
given.correctness)}this.outline(row3,step);this.#showFault(row3,given);this.showNote(row3,given.rationale)}markOf(step){if(!this.judges(step))return void 0;const given=this.
given.get(step)?.correctness;if(!given)return this.toDo(step);const label=this.choices("correctness").get(given)??given;if(this.rules.correct.includes(given))return{
name:"correct",label};return{name:given==="unnecessary"?"needless":"wrong",label}}get score(){const{correct,weights,most}=this.rules;const counts2=new Map;for(const{
correctness,severity}of this.given.values()){if(correctness&&!correct.includes(correctness)&&severity)counts2.set(severity,(counts2.get(severity)??0)+1)}const cost=[
...counts2].reduce((sum3,[severity,count])=>sum3+count*Math.abs(weights[severity]??0),0);return{raw:cost===0?0:-cost,score:Math.max(0,most-cost),counts:counts2}}#showFault(row3,given){
const{correctness,severity=""}=given;const fault=row3.querySelector(".fault");if(!(fault instanceof HTMLElement))return;fault.hidden=!correctness||this.rules.correct.
includes(correctness);showType(fault,given);const weight=fault.querySelector(".weight");if(weight)weight.textContent=severity?signed(-Math.abs(this.rules.weights[severity]??
0)):""}#show(steps,how){const{raw,score,counts:counts2}=this.score;const texts={raw:signed(raw),score:interpolate(gettext("%(score)s of %(most)s"),{score:score.
toLocaleString(),most:this.rules.most.toLocaleString()},true),counts:[...counts2].map(([severity,count])=>`${count} ${severity}`).join(", "),judged:interpolate(
gettext("%(judged)s of %(all)s steps"),{judged:this.judged,all:this.places.length},true)};for(const[name,text3]of Object.entries(texts)){const place2=this.querySelector(
`[data-shows=${name}]`);if(place2)place2.textContent=text3}this.changed(steps,how)}};var signed=number2=>number2.toLocaleString().replace("-","\u2212");var read22=root=>root.
answer;function fill21(root,answer){root.answer=answer}var summary21=({steps={},outcome=null})=>[...outcome===null?[]:[{at:"outcome",text:outcome}],...Object.entries(
steps).map(([step,given])=>({at:`step:${step}`,text:Object.values(given).filter(value=>value).join(", ")}))];customElements.define("trajectory-eval",TrajectoryEval);var triage_exports={};__export(triage_exports,{fill:()=>fill22,read:()=>read23,summary:()=>summary22});var read23=root=>({decision:chosen(root)});var fill22=(root,answer)=>choose(root,answer.decision);var summary22=answer=>[{at:"",text:answer.decision??""}];var KINDS={bws:bws_exports,code_review:code_review_exports,confidence:confidence_exports,failure_attribution:failure_attribution_exports,hierarchical_multiselect:hierarchical_multiselect_exports,
likert:likert_exports,multirate:multirate_exports,multiselect:multiselect_exports,number:number_exports,pairwise:pairwise_exports,process_reward:process_reward_exports,
radio:radio_exports,ranking:ranking_exports,rubric_eval:rubric_eval_exports,select:select_exports,slider:slider_exports,span:span_exports,text:text_exports,tool_call_review:tool_call_review_exports,
trajectory_edit:trajectory_edit_exports,trajectory_eval:trajectory_eval_exports,triage:triage_exports};var AnswerSheet=class{#page;#schemes;#began=new Map;constructor(page,schemes){this.#page=page;this.#schemes=Object.entries(schemes).filter(([,{kind}])=>kind in KINDS)}get names(){
return this.#schemes.map(([name])=>name)}get judges(){return this.names.flatMap(name=>{const root=this.question(name);return root instanceof Judge?[root]:[]})}get markers(){
return this.names.flatMap(name=>{const root=this.question(name);return root instanceof SpanMarks?[root]:[]})}read(){return Object.fromEntries(this.#schemes.map(
([name,{kind}])=>[name,this.#with(name,KINDS[kind].read(this.question(name)))]))}fill(answers){for(const[name,{kind}]of this.#schemes){const{prediction,...answer}=answers[name]??
{};if(prediction===void 0)this.#began.delete(name);else this.#began.set(name,prediction);KINDS[kind].fill(this.question(name),answer)}}begin(name,prediction){this.#began.
set(name,prediction)}kindOf(name){return Object.fromEntries(this.#schemes)[name].kind}#with(name,answer){return this.#began.has(name)?{...answer,prediction:this.#began.
get(name)}:answer}question(name){const root=this.#page.querySelector(`[data-scheme="${CSS.escape(name)}"]`);if(!(root instanceof HTMLElement))throw new Error(`T\
he page has no place for the scheme "${name}".`);return root}};var NEGATED={not_equals:"equals",not_contains:"contains",not_in_range:"in_range"};var BLANK2=/^[ \t\n\v\f\r\u00a0]*$/;var NUMBER=/^[ \t\n\v\f\r\u00a0]*([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?)[ \t\n\v\f\r\u00a0]*$/;
function asked(logics,answers){const names=Object.keys(logics);const found2=new Set(names);for(let pass=0;pass<names.length;pass+=1){const before=[...found2].sort().
join("\0");for(const name of names){if(isAsked(logics[name],answers,found2))found2.add(name);else found2.delete(name)}if([...found2].sort().join("\0")===before)
break}return found2}function isAsked(logic,answers,found2){if(!logic)return true;const isMet=condition=>!Object.hasOwn(answers,condition.scheme)||holds(condition,
found2.has(condition.scheme)?answers[condition.scheme]:null);return logic.logic==="any"?logic.conditions.some(isMet):logic.conditions.every(isMet)}function holds(condition,answer){
const{operator,names=[]}=condition;const given=values(answer??{}).flatMap(value=>named(value,names));if(operator==="empty"||operator==="not_empty"||given.length===
0)return operator==="empty"!==given.length>0;const isList=Object.values(answer).some(Array.isArray);const test=TESTS[NEGATED[operator]??operator];return given.some(
value=>test(value,condition,isList))!==operator in NEGATED}var values=answer=>Object.entries(answer).flatMap(([key,value])=>key==="free_response"?[]:leaves(key,
value));function leaves(key,value){if(value===true)return[key];if(typeof value==="string")return BLANK2.test(value)?[]:[value];if(typeof value==="number")return[
value];if(Array.isArray(value))return value.flatMap(each=>leaves(key,key==="choices"&&Array.isArray(each)?each.at(-1):each));return Object.entries(value||{}).flatMap(
([inner,element2])=>leaves(inner,element2))}function named(value,names){const name=typeof value==="number"?names[value-1]:void 0;if(name===void 0)return[value];
return numberOf2(name)===null?[name,value]:[name]}function numberOf2(value){if(typeof value==="number")return value;const text3=NUMBER.exec(value);return text3?
Number(text3[1]):null}function textOf2(value){if(typeof value==="string")return value;return value!==0&&Math.abs(value)<1e-4?"":String(value)}function isEqual(value,wanted,condition){
if(typeof value==="string"&&typeof wanted==="string")return folded(value,condition)===folded(wanted,condition);const number2=numberOf2(value);return number2!==null&&
number2===numberOf2(wanted)}var folded=(text3,{case_sensitive})=>case_sensitive?text3:text3.toLowerCase();var equals=(value,condition)=>condition.value.some(wanted=>isEqual(
value,wanted,condition));function contains(value,condition,isList){if(isList||typeof value==="number")return equals(value,condition);return condition.value.map(
textOf2).some(text3=>text3!==""&&folded(value,condition).includes(folded(text3,condition)))}var matches=(value,{pattern="",case_sensitive})=>new RegExp(pattern,
case_sensitive?"u":"iu").test(textOf2(value));var byNumber=test=>(value,condition)=>{const number2=numberOf2(value);return number2!==null&&test(number2,condition.
value)};var byLength=test=>(value,condition)=>test([...textOf2(value)].length,condition.value);var TESTS={equals,contains,matches,gt:byNumber((number2,bound)=>number2>
bound),gte:byNumber((number2,bound)=>number2>=bound),lt:byNumber((number2,bound)=>number2<bound),lte:byNumber((number2,bound)=>number2<=bound),in_range:byNumber(
(number2,[low,high])=>low<=number2&&number2<=high),length_gt:byLength((length,bound)=>length>bound),length_lt:byLength((length,bound)=>length<bound),length_in_range:byLength(
(length,[low,high])=>low<=length&&length<=high)};var AskedQuestions=class{#sheet;#place;#schemes;constructor(sheet,schemes,place2){this.#sheet=sheet;this.#place=place2;this.#schemes=Object.entries(schemes).filter(
([name])=>sheet.names.includes(name))}refresh(){const waiting2=this.#schemes.filter(([,{asked_when:logic}])=>logic);if(waiting2.length===0)return[];const found2=asked(
Object.fromEntries(this.#schemes.map(([name,{asked_when:logic}])=>[name,logic])),this.#answers(waiting2));return waiting2.flatMap(([name])=>{const question=this.#sheet.
question(name);if(question.hidden!==found2.has(name))return[];question.hidden=!found2.has(name);return[question]})}say(changed){const came=changed.filter(({hidden})=>!hidden).
map(titleOf);const went=changed.filter(({hidden})=>hidden).map(titleOf);const words3=[came.length>0&&interpolate(gettext("Now asked: %(questions)s"),{questions:came.
join(", ")},true),went.length>0&&interpolate(gettext("Not asked any more: %(questions)s"),{questions:went.join(", ")},true)];this.#place.textContent=words3.filter(
Boolean).join(" ")}#answers(waiting2){const watched=new Set(waiting2.flatMap(([,{asked_when:logic}])=>logic?.conditions.map(({scheme})=>scheme)));const here=this.#schemes.
filter(([name])=>watched.has(name));return Object.fromEntries(here.map(([name,{kind}])=>[name,KINDS[kind].read(this.#sheet.question(name))]))}};var titleOf=question=>question.
querySelector("legend")?.firstChild?.textContent?.trim()??"";var ChoiceMenu=class{#element;#menu;constructor(element2){this.#element=element2;this.#menu=new Menu(element2);element2.addEventListener("keydown",event=>this.#byNumber(
event))}open({from,choices}){this.#element.replaceChildren(...choices.map((choice,index)=>this.#item(choice,index)));this.#menu.open(from)}#item({text:text3,choose:choose2},index){
const line4=Object.assign(document.createElement("li"),{role:"none"});const button=Object.assign(document.createElement("button"),{type:"button",role:"menuitem"});
const words3=Object.assign(document.createElement("span"),{className:"cut",textContent:text3,dir:"auto"});button.append(words3);if(index<9)button.append(Object.
assign(document.createElement("kbd"),{textContent:String(index+1)}));button.addEventListener("click",()=>{this.#element.hidePopover();choose2()});line4.append(button);
return line4}#byNumber(event){const button=/^[1-9]$/.test(event.key)?this.#element.querySelectorAll("button")[Number(event.key)-1]:void 0;if(!button||event.ctrlKey||
event.altKey||event.metaKey)return;event.preventDefault();event.stopPropagation();button.click()}};var SideBySide=class{pair;isFolded;#rows;constructor(pair,rows){this.pair=pair;this.#rows=rows;this.isFolded=this.beginning>0}get beginning(){const first=this.pair.
first??0;return first>=2?first:0}get firstDifference(){return this.pair.first===null?void 0:String(this.pair.first)}inOrder(sides){return inOrder3(sides)}isFold(name){
return this.isFolded&&name==="0"}shown(names){return this.isFolded?names.filter(name=>name==="0"||Number(name)>=this.beginning):names}isHidden(name){return this.
isFolded&&Number(name)<this.beginning}whoHas(name){return this.isFold(name)?"same":this.#rows[Number(name)]?.[7]??"same"}letterOf(name){const at=this.inOrder(["\
A","B"]).indexOf(this.whoHas(name));return at===-1?"":this.pair.labels[at]}get foldTitle(){const count=this.beginning;return interpolate(ngettext("%(count)s equ\
al step","%(count)s equal steps",count),{count:count.toLocaleString()},true)}};var inOrder3=sides=>order.isFlipped?[...sides].reverse():sides;var CompareHead=class extends HTMLElement{open(data){const{pair}=data.trace;this.hidden=!pair;if(!pair)return;const sides=inOrder3(pair.sides.map((side,index)=>({
side,name:"AB"[index]})));this.querySelector(".compare-sides")?.replaceChildren(...sides.map(({side,name},at)=>head(side,name,pair.labels[at],at,data)));this.classList.
toggle("is-of-texts",!pair.is_traces);for(const button of this.#buttons)button.textContent=pair.labels[this.#buttons.indexOf(button)];this.show(0);const words3=pair.
first===null?gettext("Both did the same in every step."):gettext("They first differ in row %(number)s.");const status=this.querySelector("[data-shows=first]");status.
hidden=!pair.is_traces;status.querySelector("p").textContent=interpolate(words3,{number:(pair.first??0)+1},true);status.querySelector("button").hidden=pair.first===
null}show(at){this.dataset.shown=String(at);this.#buttons.forEach((button,index)=>button.setAttribute("aria-pressed",String(index===at)))}turn(){this.show(1-Number(
this.dataset.shown))}get#buttons(){return[...this.querySelectorAll(".compare-switch button")]}};function head({label:own2,model,steps,calls,errors,text:text3},name,label,at,data){
const element2=fromTemplate("compare-head-template");element2.classList.add(at===0?"is-first":"is-second");write(element2,".compare-label",label);write(element2,
".compare-own",[own2,model].filter(Boolean).join(" \xB7 "));const long=element2.querySelector("long-text");if(text3===null){write(element2,".compare-facts",facts(
steps,calls,errors));long?.remove()}else if(long instanceof LongText){long.show({...text3,whole:()=>data.whole(`${name}0`,text3),isOpen:false,opened:()=>{}})}return element2}
function facts(steps,calls,errors){const words3=[[steps,ngettext("%(count)s step","%(count)s steps",steps)],[calls,ngettext("%(count)s call","%(count)s calls",calls)],
[errors,ngettext("%(count)s tool error","%(count)s tool errors",errors)]];const there=words3.filter(([count])=>count!==0);return there.map(([count,word])=>interpolate(
String(word),{count:count.toLocaleString()},true)).join(", ")}function write(root,selector,words3){const place2=root.querySelector(selector);if(place2)place2.textContent=
words3}customElements.define("compare-head",CompareHead);var Diff=class{diff(oldStr,newStr,options2={}){let callback;if(typeof options2==="function"){callback=options2;options2={}}else if("callback"in options2){callback=
options2.callback}const oldString=this.castInput(oldStr,options2);const newString=this.castInput(newStr,options2);const oldTokens=this.removeEmpty(this.tokenize(
oldString,options2));const newTokens=this.removeEmpty(this.tokenize(newString,options2));return this.diffWithOptionsObj(oldTokens,newTokens,options2,callback)}diffWithOptionsObj(oldTokens,newTokens,options2,callback){
var _a;const done=value=>{value=this.postProcess(value,options2);if(callback){setTimeout(function(){callback(value)},0);return void 0}else{return value}};const newLen=newTokens.
length,oldLen=oldTokens.length;let editLength=1;let maxEditLength=newLen+oldLen;if(options2.maxEditLength!=null){maxEditLength=Math.min(maxEditLength,options2.maxEditLength)}
const maxExecutionTime=(_a=options2.timeout)!==null&&_a!==void 0?_a:Infinity;const abortAfterTimestamp=Date.now()+maxExecutionTime;const bestPath=[{oldPos:-1,lastComponent:void 0}];
let newPos=this.extractCommon(bestPath[0],newTokens,oldTokens,0,options2);if(bestPath[0].oldPos+1>=oldLen&&newPos+1>=newLen){return done(this.buildValues(bestPath[0].
lastComponent,newTokens,oldTokens))}let minDiagonalToConsider=-Infinity,maxDiagonalToConsider=Infinity;const execEditLength=()=>{for(let diagonalPath=Math.max(minDiagonalToConsider,
-editLength);diagonalPath<=Math.min(maxDiagonalToConsider,editLength);diagonalPath+=2){let basePath;const removePath=bestPath[diagonalPath-1],addPath=bestPath[diagonalPath+
1];if(removePath){bestPath[diagonalPath-1]=void 0}let canAdd=false;if(addPath){const addPathNewPos=addPath.oldPos-diagonalPath;canAdd=addPath&&0<=addPathNewPos&&
addPathNewPos<newLen}const canRemove=removePath&&removePath.oldPos+1<oldLen;if(!canAdd&&!canRemove){bestPath[diagonalPath]=void 0;continue}if(!canRemove||canAdd&&
removePath.oldPos<addPath.oldPos){basePath=this.addToPath(addPath,true,false,0,options2)}else{basePath=this.addToPath(removePath,false,true,1,options2)}newPos=this.
extractCommon(basePath,newTokens,oldTokens,diagonalPath,options2);if(basePath.oldPos+1>=oldLen&&newPos+1>=newLen){return done(this.buildValues(basePath.lastComponent,
newTokens,oldTokens))||true}else{bestPath[diagonalPath]=basePath;if(basePath.oldPos+1>=oldLen){maxDiagonalToConsider=Math.min(maxDiagonalToConsider,diagonalPath-
1)}if(newPos+1>=newLen){minDiagonalToConsider=Math.max(minDiagonalToConsider,diagonalPath+1)}}}editLength++};if(callback){(function exec(){setTimeout(function(){
if(editLength>maxEditLength||Date.now()>abortAfterTimestamp){return callback(void 0)}if(!execEditLength()){exec()}},0)})()}else{while(editLength<=maxEditLength&&
Date.now()<=abortAfterTimestamp){const ret=execEditLength();if(ret){return ret}}}}addToPath(path,added2,removed2,oldPosInc,options2){const last=path.lastComponent;
if(last&&!options2.oneChangePerToken&&last.added===added2&&last.removed===removed2){return{oldPos:path.oldPos+oldPosInc,lastComponent:{count:last.count+1,added:added2,
removed:removed2,previousComponent:last.previousComponent}}}else{return{oldPos:path.oldPos+oldPosInc,lastComponent:{count:1,added:added2,removed:removed2,previousComponent:last}}}}extractCommon(basePath,newTokens,oldTokens,diagonalPath,options2){
const newLen=newTokens.length,oldLen=oldTokens.length;let oldPos=basePath.oldPos,newPos=oldPos-diagonalPath,commonCount=0;while(newPos+1<newLen&&oldPos+1<oldLen&&
this.equals(oldTokens[oldPos+1],newTokens[newPos+1],options2)){newPos++;oldPos++;commonCount++;if(options2.oneChangePerToken){basePath.lastComponent={count:1,previousComponent:basePath.
lastComponent,added:false,removed:false}}}if(commonCount&&!options2.oneChangePerToken){basePath.lastComponent={count:commonCount,previousComponent:basePath.lastComponent,
added:false,removed:false}}basePath.oldPos=oldPos;return newPos}equals(left,right,options2){if(options2.comparator){return options2.comparator(left,right)}else{
return left===right||!!options2.ignoreCase&&left.toLowerCase()===right.toLowerCase()}}removeEmpty(array){const ret=[];for(let i=0;i<array.length;i++){if(array[i]){
ret.push(array[i])}}return ret}castInput(value,options2){return value}tokenize(value,options2){return Array.from(value)}join(chars){return chars.join("")}postProcess(changeObjects,options2){
return changeObjects}get useLongestToken(){return false}buildValues(lastComponent,newTokens,oldTokens){const components=[];let nextComponent;while(lastComponent){
components.push(lastComponent);nextComponent=lastComponent.previousComponent;delete lastComponent.previousComponent;lastComponent=nextComponent}components.reverse();
const componentLen=components.length;let componentPos=0,newPos=0,oldPos=0;for(;componentPos<componentLen;componentPos++){const component=components[componentPos];
if(!component.removed){if(!component.added&&this.useLongestToken){let value=newTokens.slice(newPos,newPos+component.count);value=value.map(function(value2,i){const oldValue=oldTokens[oldPos+
i];return oldValue.length>value2.length?oldValue:value2});component.value=this.join(value)}else{component.value=this.join(newTokens.slice(newPos,newPos+component.
count))}newPos+=component.count;if(!component.added){oldPos+=component.count}}else{component.value=this.join(oldTokens.slice(oldPos,oldPos+component.count));oldPos+=
component.count}}return components}};var ArrayDiff=class extends Diff{tokenize(value){return value.slice()}join(value){return value}removeEmpty(value){return value}};var arrayDiff=new ArrayDiff;function diffArrays(oldArr,newArr,options2){
return arrayDiff.diff(oldArr,newArr,options2)}var MOST_CHANGES={word:1e3,line:1e3};var WORDS=/[\p{L}\p{N}\p{M}_]+|\s+|[^\p{L}\p{N}\p{M}_\s]/gu;var LINES=/[^\n]*\n|[^\n]+/g;function difference(original,text3){
for(const[level,tokens]of[["word",WORDS],["line",LINES]]){const parts=diffArrays(original.match(tokens)??[],text3.match(tokens)??[],{maxEditLength:MOST_CHANGES[level]});
if(parts)return{level,hunks:joined(parts.map(asHunk))}}return{level:"whole",hunks:replaced(original,text3)}}var asHunk=({value,added:added2,removed:removed2})=>({
op:added2?"inserted":removed2?"deleted":"same",text:value.join("")});function joined(hunks){const result=[];let deleted="",inserted="";for(const[index,hunk]of hunks.
entries()){if(hunk.op==="same"&&!isGapBetweenChanges(hunks,index)){result.push(...replaced(deleted,inserted),hunk);deleted=inserted="";continue}if(hunk.op!=="in\
serted")deleted+=hunk.text;if(hunk.op!=="deleted")inserted+=hunk.text}return[...result,...replaced(deleted,inserted)]}function isGapBetweenChanges(hunks,index){
const before=new Set,after=new Set;for(let i=index-1;i>=0&&hunks[i].op!=="same";i--)before.add(hunks[i].op);for(let i=index+1;i<hunks.length&&hunks[i].op!=="sam\
e";i++)after.add(hunks[i].op);return/^[ \t]+$/.test(hunks[index].text)&&before.size===2&&after.size===2}var replaced=(deleted,inserted)=>[{op:"deleted",text:deleted},
{op:"inserted",text:inserted}].filter(({text:text3})=>text3);var peq=new Uint32Array(65536);var myers_32=(a,b)=>{const n=a.length;const m=b.length;const lst=1<<n-1;let pv=-1;let mv=0;let sc=n;let i=n;while(i--){peq[a.charCodeAt(
i)]|=1<<i}for(i=0;i<m;i++){let eq=peq[b.charCodeAt(i)];const xv=eq|mv;eq|=(eq&pv)+pv^pv;mv|=~(eq|pv);pv&=eq;if(mv&lst){sc++}if(pv&lst){sc--}mv=mv<<1|1;pv=pv<<1|
~(xv|mv);mv&=xv}i=n;while(i--){peq[a.charCodeAt(i)]=0}return sc};var myers_x=(b,a)=>{const n=a.length;const m=b.length;const mhc=[];const phc=[];const hsize=Math.
ceil(n/32);const vsize=Math.ceil(m/32);for(let i=0;i<hsize;i++){phc[i]=-1;mhc[i]=0}let j=0;for(;j<vsize-1;j++){let mv2=0;let pv2=-1;const start2=j*32;const vlen2=Math.
min(32,m)+start2;for(let k=start2;k<vlen2;k++){peq[b.charCodeAt(k)]|=1<<k}for(let i=0;i<n;i++){const eq=peq[a.charCodeAt(i)];const pb=phc[i/32|0]>>>i&1;const mb=mhc[i/
32|0]>>>i&1;const xv=eq|mv2;const xh=((eq|mb)&pv2)+pv2^pv2|eq|mb;let ph=mv2|~(xh|pv2);let mh=pv2&xh;if(ph>>>31^pb){phc[i/32|0]^=1<<i}if(mh>>>31^mb){mhc[i/32|0]^=
1<<i}ph=ph<<1|pb;mh=mh<<1|mb;pv2=mh|~(xv|ph);mv2=ph&xv}for(let k=start2;k<vlen2;k++){peq[b.charCodeAt(k)]=0}}let mv=0;let pv=-1;const start=j*32;const vlen=Math.
min(32,m-start)+start;for(let k=start;k<vlen;k++){peq[b.charCodeAt(k)]|=1<<k}let score=m;for(let i=0;i<n;i++){const eq=peq[a.charCodeAt(i)];const pb=phc[i/32|0]>>>
i&1;const mb=mhc[i/32|0]>>>i&1;const xv=eq|mv;const xh=((eq|mb)&pv)+pv^pv|eq|mb;let ph=mv|~(xh|pv);let mh=pv&xh;score+=ph>>>m-1&1;score-=mh>>>m-1&1;if(ph>>>31^pb){
phc[i/32|0]^=1<<i}if(mh>>>31^mb){mhc[i/32|0]^=1<<i}ph=ph<<1|pb;mh=mh<<1|mb;pv=mh|~(xv|ph);mv=ph&xv}for(let k=start;k<vlen;k++){peq[b.charCodeAt(k)]=0}return score};
var distance=(a,b)=>{if(a.length<b.length){const tmp=b;b=a;a=tmp}if(b.length===0){return a.length}if(a.length<=32){return myers_32(a,b)}return myers_x(a,b)};var words2=text3=>text3.trim().split(/\s+/);var LARGEST=4e9;var CODE_UNITS=65536;function distanceChars(original,text3){const[a,b]=withoutCommonEnds(original,text3);return a.length*b.length>LARGEST?null:distance(
a,b)}function distanceWords(original,text3){const codes=new Map;const encoded=[original,text3].map(side=>words2(side).map(word=>codeOf(word,codes)));if(codes.size>
CODE_UNITS)return null;const[a,b]=encoded.map(side=>side.map(code2=>String.fromCharCode(code2)).join(""));return distanceChars(a,b)}function codeOf(word,codes){
const code2=codes.get(word)??codes.size;codes.set(word,code2);return code2}function withoutCommonEnds(a,b){const shorter=Math.min(a.length,b.length);let start=0;
while(start<shorter&&a[start]===b[start])start++;let end=0;while(end<shorter-start&&a[a.length-1-end]===b[b.length-1-end])end++;return[a.slice(start,a.length-end),
b.slice(start,b.length-end)]}var AT_ONCE=4e3;var PAUSE_MILLISECONDS2=60;var compare=(original,text3)=>({...difference(original,text3),chars:distanceChars(original,text3),words:distanceWords(
original,text3)});var Comparer=class{#waiting=new Map;#asked;#timer;#worker;#startWorker;constructor(startWorker){this.#startWorker=startWorker}request(field4,original,text3,show5){
this.#waiting.set(field4,{original,text:text3,show:show5});clearTimeout(this.#timer);this.#timer=setTimeout(()=>this.#next(),PAUSE_MILLISECONDS2)}cancel(field4){
this.#waiting.delete(field4);if(this.#asked===field4)this.#asked={}}#next(){for(const[field4,{original,text:text3,show:show5}]of this.#waiting){if(original.length+
text3.length<=AT_ONCE){this.#waiting.delete(field4);show5(compare(original,text3))}else if(!this.#asked)this.#ask(field4)}}#ask(field4){const request2=this.#waiting.
get(field4);if(!request2)return;this.#waiting.delete(field4);this.#asked=field4;this.#worker??=this.#startWorker();this.#worker.onmessage=({data})=>{const stillWanted=this.#asked===
field4&&!this.#waiting.has(field4);this.#asked=void 0;if(stillWanted)request2.show(data);this.#next()};this.#worker.postMessage({original:request2.original,text:request2.
text})}};var AROUND=160;function showSide(place2,hunks,own2){const shown=hunks.filter(({op})=>op==="same"||op===own2);place2.replaceChildren(...shown.map(({op,text:text3},index)=>op===
own2?marked(text3):shortened(text3,index>0,index<shown.length-1)))}function marked(text3){const mark3=document.createElement("mark");mark3.textContent=text3;return mark3}
function shortened(text3,hasBefore,hasBehind){const head2=hasBefore?text3.slice(0,AROUND):"";const tail=hasBehind?text3.slice(-AROUND):"";const isShort2=text3.length<=
head2.length+tail.length||!hasBefore&&!hasBehind;return document.createTextNode(isShort2?text3:`${head2} \u2026 ${tail}`)}var VersionsDialog=class{#dialog;constructor(dialog){this.#dialog=dialog}show(versions){const{places:places2}=versions;part(this.#dialog,"[data-shows=versions]").
replaceChildren(...places2.map(placeElement));part(this.#dialog,"[data-shows=same]").hidden=places2.length>0;this.#dialog.showModal()}close(){this.#dialog.close()}choice=id=>{
const place2=this.#places.find(({dataset})=>dataset.place===id);return place2?.querySelector("input:checked")?.value};isComplete(){const open=this.#places.filter(
place2=>!place2.querySelector("input:checked"));for(const place2 of this.#places)part(place2,"[data-shows=problem]").hidden=place2!==open[0];open[0]?.querySelector(
"input")?.focus();return open.length===0}get#places(){return[...this.#dialog.querySelectorAll("[data-place]")]}};function placeElement({id,name,mine,theirs,by},index){
const element2=fromTemplate("version-template");element2.dataset.place=id;part(element2,"legend").textContent=name;part(element2,`[data-by=${by}]`).hidden=false;
const{hunks}=difference(mine,theirs);showSide(part(element2,"[data-side=mine]"),hunks,"deleted");showSide(part(element2,"[data-side=theirs]"),hunks,"inserted");
for(const input of element2.querySelectorAll("input")){input.name=`version-${index}`;input.checked=input.value===by}return element2}var Arrangement=class{#counts;#calls;#inserted;#removed;#touched;shown;steps;constructor(counts2,{shown,removed:removed2,moved:moved3,calls,inserted}){this.#touched=
moved3;this.#counts=counts2;this.#calls=calls;this.#inserted=inserted;this.#removed=removed2;this.shown=shown??counts2.map((_,index)=>String(index));this.steps=
removed2.size>0?this.shown.filter(name=>!removed2.has(name)):this.shown}get isNatural(){return this.steps.length===this.#counts.length&&this.steps.every((name,index)=>name===
String(index))}isRemoved(name){return this.#removed.has(name)}get inserted(){return this.steps.filter(name=>name.startsWith("+"))}get removed(){return this.shown.
filter(name=>this.#removed.has(name))}get moved(){const numbers2=this.steps.filter(name=>!name.startsWith("+")).map(Number);const others=numbers2.filter(number2=>!this.#touched.
has(String(number2)));const kept=new Set(isRising(others)?risingWith(numbers2,others):longestRising(numbers2));return numbers2.filter(number2=>!kept.has(number2)).
map(String)}callsOf=step=>this.shownCallsOf(step).filter(name=>!this.#removed.has(name));shownCallsOf=step=>{if(step.startsWith("+"))return callNames(step,this.#inserted[step]?.
tool_calls?.length??0);return this.#calls[step]??naturalCalls(step,this.#counts)};get changedCalls(){const touched=new Set([...Object.keys(this.#calls),...[...this.#removed].
filter(isCall).map(name=>name.split(".")[0])]);const changed=[...touched].filter(step=>this.callsOf(step).join()!==naturalCalls(step,this.#counts).join());return Object.
fromEntries(changed.map(step=>[step,this.callsOf(step)]))}};function withRemoved(names,natural){const here=new Set(names);const result=[...names];natural.forEach(
(name,index)=>{if(!here.has(name))result.splice(result.indexOf(natural[index-1])+1,0,name)});return result}var naturalCalls=(step,counts2)=>callNames(step,counts2[Number(
step)]??0);var callNames=(step,count)=>Array.from({length:count},(_,index)=>`${step}.${index}`);var isCall=name=>name.includes(".");var isRising=numbers2=>numbers2.
every((number2,index)=>index===0||numbers2[index-1]<number2);function risingWith(numbers2,these){const kept=[];let next=0;for(const number2 of numbers2){if(number2===
these[next])next+=1;else if(number2<(kept.at(-1)??-1)||number2>(these[next]??Infinity))continue;kept.push(number2)}return kept}function longestRising(numbers2){
const tails=[];const before=[];numbers2.forEach((number2,index)=>{let low=0,high=tails.length;while(low<high){const middle=low+high>>1;if(numbers2[tails[middle]]<
number2)low=middle+1;else high=middle}before[index]=low>0?tails[low-1]:-1;tails[low]=index});const result=[];for(let index=tails.at(-1)??-1;index>=0;index=before[index])
result.push(numbers2[index]);return result.reverse()}var without2=(list2,item)=>list2.filter(each=>each!==item);var withAt=(list2,index,item)=>[...list2.slice(0,index),item,...list2.slice(index)];var placeName=(step,pointer)=>`${step??""}:${pointer}`;var untouched=()=>({edits:new Map,inserted:{},shown:null,removed:new Set,moved:new Set,calls:{}});var Corrections=class extends EventTarget{#state=untouched();#history=new History;#counts;#arrangement;#changed;constructor(counts2){
super();this.#counts=counts2}editAt(step,pointer){return this.#state.edits.get(placeName(step,pointer))}editsOf(step){return[...this.#state.edits.values()].filter(
edit=>edit.step===step)}insertedValue(name){return this.#state.inserted[name]}insertedCallOrStep(step,call){const{inserted}=this.#state;if(call===null||Object.hasOwn(
inserted,call))return inserted[call??step];return inserted[step]?.tool_calls?.[Number(call.split(".")[1])]}get arrangement(){this.#arrangement??=new Arrangement(
this.#counts,this.#state);return this.#arrangement}isChanged(name){return this.changed.has(name)}get changed(){if(this.#changed)return this.#changed;const inside=[
...this.#state.edits.values()].map(({step})=>stepOf(step));const{inserted,removed:removed2,moved:moved3,changedCalls}=this.arrangement;this.#changed=new Set([...inside,
...Object.keys(changedCalls),...inserted,...removed2,...moved3]);return this.#changed}edit(edit,original){const name=placeName(edit.step,edit.pointer);const edits=new Map(
this.#state.edits);if(edit.text===original)edits.delete(name);else edits.set(name,edit);this.#become({...this.#state,edits},{steps:[stepOf(edit.step)],joins:name})}rename(step,before,after){
const edits=new Map(this.#state.edits);const old=placeName(step,before.pointer);const reason=edits.get(old)?.reason??"";if(before.isGiven)edits.set(old,{step,pointer:before.
pointer,text:null,reason});else edits.delete(old);edits.set(placeName(step,after.pointer),{step,pointer:after.pointer,text:after.text,reason:""});this.#history.
pause();this.#become({...this.#state,edits},{steps:[stepOf(step)]})}editAll(changes){const edits=new Map(this.#state.edits);for(const{edit,original}of changes){
if(edit.text===original)edits.delete(placeName(edit.step,edit.pointer));else edits.set(placeName(edit.step,edit.pointer),edit)}if(changes.length>0)this.#become(
{...this.#state,edits},{steps:[...new Set(changes.map(({edit})=>stepOf(edit.step)))]})}pause(){this.#history.pause()}insertStep(value,after){const name=freeName(
"",this.#state.inserted);const{shown}=this.arrangement;const at=after===null?0:shown.indexOf(after)+1;this.#arrange({inserted:{...this.#state.inserted,[name]:value},
shown:withAt(shown,at,name)});return name}removeStep(name){if(name.startsWith("+"))this.#arrange({shown:without2(this.arrangement.shown,name)});else this.#arrange(
{removed:new Set([...this.#state.removed,name])})}restore(name){this.#become({...this.#state,removed:new Set(without2([...this.#state.removed],name))},{steps:[stepOf(
name)]})}moveStep(name,by){const{shown,steps}=this.arrangement;const order2=moved2(shown,steps,name,by);if(order2)this.#arrange({shown:order2,moved:new Set([...this.#state.
moved,name])})}insertCall(step,value,after){if(step.startsWith("+"))return this.#addCallInside(step,value);const name=freeName(`${step}.`,this.#state.inserted);
const shown=this.arrangement.shownCallsOf(step);const calls={...this.#state.calls,[step]:withAt(shown,after===null?0:shown.indexOf(after)+1,name)};this.#become(
{...this.#state,inserted:{...this.#state.inserted,[name]:value},calls},{steps:[step]});return name}removeCall(step,call){if(step.startsWith("+"))this.#setCallsInside(
step,without2(this.arrangement.shownCallsOf(step),call));else if(call.includes("+"))this.#setCalls(step,without2(this.arrangement.shownCallsOf(step),call));else
this.#become({...this.#state,removed:new Set([...this.#state.removed,call])},{steps:[step]})}moveCall(step,call,by){const{shownCallsOf,callsOf}=this.arrangement;
const names=moved2(shownCallsOf(step),callsOf(step),call,by);if(!names)return call;if(!step.startsWith("+"))return this.#setCalls(step,names),call;this.#setCallsInside(
step,names);return`${step}.${names.indexOf(call)}`}undo(){return this.#goTo(this.#history.undo(this.#state))}redo(){return this.#goTo(this.#history.redo(this.#state))}get sent(){
const{isNatural,steps,changedCalls}=this.arrangement;const here=new Set([...steps,...Object.values(changedCalls).flat()]);const inserted=Object.entries(this.#state.
inserted).filter(([name])=>here.has(name));return{edits:[...this.#state.edits.values()].filter(({step})=>!step?.includes("+")||here.has(step)),...inserted.length>
0&&{inserted:Object.fromEntries(inserted)},...!isNatural&&{order:steps},...Object.keys(changedCalls).length>0&&{calls:changedCalls}}}fill({edits=[],inserted={},
order:order2=null,calls={}}){this.#history=new History;const named3=edits.map(edit=>[placeName(edit.step,edit.pointer),edit]);const natural=this.#counts.map((_,index)=>String(
index));const shown=order2&&withRemoved(order2,natural);const shownCalls=Object.entries(calls).map(([step,names])=>[step,withRemoved(names,naturalCalls(step,this.#counts))]);
const kept=new Set([...order2??natural,...Object.values(calls).flat()]);const gone=[...shown??[],...shownCalls.flatMap(([,names])=>names)].filter(name=>!kept.has(
name));this.#state={edits:new Map(named3),inserted,shown,removed:new Set(gone),moved:new Set,calls:Object.fromEntries(shownCalls)};this.#tell(null)}#addCallInside(step,value){
const whole2=this.#state.inserted[step];const calls=[...whole2.tool_calls??[],value];const inserted={...this.#state.inserted,[step]:{...whole2,tool_calls:calls}};
this.#become({...this.#state,inserted},{steps:[step]});return`${step}.${calls.length-1}`}#setCallsInside(step,names){const stood=names.map(name=>Number(name.split(
".")[1]));const whole2=this.#state.inserted[step];const inserted={...this.#state.inserted,[step]:{...whole2,tool_calls:stood.map(index=>whole2.tool_calls[index])}};
const edits=new Map;for(const edit of this.#state.edits.values()){const index=edit.step===step?/^\/tool_calls\/(\d+)\//.exec(edit.pointer)?.[1]:void 0;const now=index===
void 0?void 0:stood.indexOf(Number(index));if(now===-1)continue;const pointer=now===void 0?edit.pointer:edit.pointer.replace(/\d+/,String(now));edits.set(placeName(
edit.step,pointer),{...edit,pointer})}this.#become({...this.#state,inserted,edits},{steps:[step]})}#arrange(parts){this.#become({...this.#state,...parts},{steps:[]})}#setCalls(step,names){
this.#become({...this.#state,calls:{...this.#state.calls,[step]:names}},{steps:[step]})}#become(state,{steps,joins}){this.#history.remember(this.#state,joins);this.#state=
state;this.#tell(steps)}#goTo(state){if(state){this.#state=state;this.#tell(null)}return state!==void 0}#tell(steps){this.#arrangement=this.#changed=void 0;this.
dispatchEvent(new CustomEvent("change",{detail:{steps}}))}};var stepOf=step=>(step??"").split(".")[0];function freeName(prefix,taken){let number2=1;while(Object.
hasOwn(taken,`${prefix}+${number2}`))number2+=1;return`${prefix}+${number2}`}function moved2(shown,present,name,by){const from=present.indexOf(name);const to=Math.
min(present.length-1,Math.max(0,from+by));if(from===to)return null;const others=without2(shown,name);return withAt(others,others.indexOf(present[to])+(to>from?1:
0),name)}var MOST_CHARS2=1e4;var HEAD=/\s*([A-Za-z_][\w.-]*)\s*\(/y;var NAMED=/^(\s*)([^\s=,()[\]{}'"]+)\s*=(?!=)\s*/;var NUMBER2=/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;var STRING=/[rRbBfFuU]?(?:'(?:[^'\\]|\\[^])*'|"(?:[^"\\]|\\[^])*")/y;
var CLOSES=new Map([["(",")"],["[","]"],["{","}"]]);var WORDS2=new Map([["true","boolean"],["false","boolean"],["null","null"],["none","null"]]);function textCall(text3){
if(text3.length>MOST_CHARS2)return null;HEAD.lastIndex=0;const head2=HEAD.exec(text3);const pieces=head2&&piecesOf(text3,HEAD.lastIndex);if(!head2||!pieces)return null;
const found2=pieces.map(({piece,at})=>{const match=NAMED.exec(piece);if(!match)return null;const from=at+match[1].length;const value=piece.slice(match[0].length).
trim();return{name:match[2],from,to:from+match[2].length,type:typeOf(value),value}});const named3=found2.filter(each=>each!==null);return{tool:head2[1],arguments:named3,
isPlain:found2.every((each,index)=>each!==null||pieces[index].piece.trim()==="")}}function piecesOf(text3,start){const pieces=[];const opened=[")"];for(let at=start;at<
text3.length;at+=1){const sign2=text3[at];if(sign2==="'"||sign2==='"'){STRING.lastIndex=at;if(!STRING.test(text3))return null;at=STRING.lastIndex-1}else if(CLOSES.
has(sign2))opened.push(CLOSES.get(sign2));else if(")]}".includes(sign2)){if(opened.pop()!==sign2)return null;if(opened.length>0)continue;pieces.push({piece:text3.
slice(start,at),at:start});return text3.slice(at+1).trim()===""?pieces:null}else if(sign2===","&&opened.length===1){pieces.push({piece:text3.slice(start,at),at:start});
start=at+1}}return null}function typeOf(value){STRING.lastIndex=0;if(STRING.test(value)&&STRING.lastIndex===value.length)return"string";if(NUMBER2.test(value))return"\
number";if(/^[[{]/.test(value)&&value.endsWith(CLOSES.get(value[0])))return value[0]==="["?"array":"object";return WORDS2.get(value.toLowerCase())??""}var SHARE=.4;var MOST2=3;var MOST_CHARS3=200;function nearestName(name,known){let nearest=null;let least=Infinity;if(name.length>MOST_CHARS3)return null;for(const each of known){
const far=farness(name,each,least);if(far<least)[nearest,least]=[each,far]}return nearest}function farness(a,b,most){const bound=Math.min(MOST2,Math.floor(Math.
max(a.length,b.length)*SHARE));if(a===b||withoutNumbers(a)===withoutNumbers(b))return Infinity;if(spelt(a)===spelt(b)&&spelt(a)!=="")return 0;if(isSwapped(a,b))
return 1;if(bound===0||Math.abs(a.length-b.length)>Math.min(bound,most))return Infinity;const found2=distance(a,b);return found2<=bound?found2:Infinity}function isSwapped(a,b){
if(a.length!==b.length||a.length<3)return false;let at=0;while(a[at]===b[at])at+=1;return a[at]===b[at+1]&&a[at+1]===b[at]&&a.slice(at+2)===b.slice(at+2)}var withoutNumbers=name=>name.
replace(/\d+/g,"0");var spelt=name=>name.toLowerCase().replace(/[_-]/g,"");var MANY=20;var SEVERAL=3;var RARE=20;var NAME_CHARS=200;function doubtsOf(given,tool,own2=[],{isCounted=false,isWhole:isWhole2=true}={}){const found2={doubts:new Map,
missing:[]};if(!tool)return found2;const names=new Set(given.map(({name})=>name));const others=tool.calls-(isCounted?1:0);const recorded2=new Map((isCounted?own2:
[]).map(({name,type})=>[name,type]));for(const each of given){const doubt=unknown(each.name,names,tool,others,recorded2)??ofOtherType(each,tool,recorded2);if(doubt)
found2.doubts.set(each.name,doubt)}const meant=new Set([...found2.doubts.values()].map(doubt=>doubt.code==="unknown"?doubt.near:null));const isMissing=name=>!names.
has(name)&&!meant.has(name);if(isWhole2)found2.missing=[...tool.arguments].filter(([name,{required}])=>required&&isMissing(name)).map(([name])=>name);return found2}
function unknown(name,names,tool,others,recorded2){if(name.length>NAME_CHARS||tool.isOpen)return null;const have=each=>(tool.arguments.get(each)?.count??0)-(recorded2.
has(each)?1:0);if(tool.isDeclared){if(tool.arguments.has(name))return null;return{code:"unknown",near:nearestName(name,free(tool,names)),have:0,others:0}}const own2=have(
name);const near=nearestName(name,[...free(tool,names)].filter(each=>have(each)>own2*RARE));if(near===null&&(own2>0||others<MANY))return null;return{code:"unkno\
wn",near,have:own2,others}}var free=(tool,names)=>[...tool.arguments.keys()].filter(name=>!names.has(name));function ofOtherType({name,type},tool,recorded2){const known=tool.
arguments.get(name);if(!known||type==="")return null;const plain=plainType(type);if(tool.isDeclared){const isOne=known.types.has(type)||known.types.has(plain);return isOne?
null:{code:"type",type:plain,usual:[...known.types.keys()],have:0,others:0}}const counts2=new Map(known.types);const before=recorded2.get(name);if(before!==void 0)
counts2.set(plainType(before),(counts2.get(plainType(before))??0)-1);const others=[...counts2.values()].reduce((total,count)=>total+count,0);const[usual,have]=[
...counts2].reduce((most,each)=>each[1]>most[1]?each:most,["",0]);if(others<SEVERAL||usual===""||(counts2.get(plain)??0)*RARE>=others)return null;return{code:"t\
ype",type:plain,usual:[usual],have,others}}var plainType=type=>type==="integer"?"number":type;function doubtText(name,tool,doubt){return doubt.code==="unknown"?unknownText(name,tool,doubt):typeText(name,doubt)}function missingText(tool,names){const words3=ngettext(
"%(tool)s needs %(names)s, which is not given.","%(tool)s needs %(names)s, which are not given.",names.length);return interpolate(words3,{tool,names:names.map(name=>`\
\u201C${name}\u201D`).join(", ")},true)}function unknownText(name,tool,{near,have,others}){const values2={name,tool,near,have:have.toLocaleString(),others:others.
toLocaleString()};if(near===null)return interpolate(others===0?gettext("\u201C%(name)s\u201D is not an argument of %(tool)s."):aloneWords(others),values2,true);
if(have>0){return interpolate(gettext("\u201C%(name)s\u201D is in only %(have)s of %(others)s other calls of %(tool)s; did you mean \u201C%(near)s\u201D?"),values2,
true)}return interpolate(gettext("\u201C%(name)s\u201D is not an argument of %(tool)s; did you mean \u201C%(near)s\u201D?"),values2,true)}var aloneWords=others=>ngettext(
"\u201C%(name)s\u201D is not in the other call of %(tool)s.","\u201C%(name)s\u201D is in none of %(others)s other calls of %(tool)s.",others);function typeText(name,{
type,usual,have,others}){const values2={name,type:typeName(type),usual:usual.map(typeName).join(gettext(" or ")),have:have.toLocaleString(),others:others.toLocaleString()};
if(others===0)return interpolate(gettext("\u201C%(name)s\u201D is %(type)s here; it should be %(usual)s."),values2,true);return interpolate(gettext("\u201C%(name)s\u201D \
is %(type)s here; in %(have)s of %(others)s other calls it is %(usual)s."),values2,true)}function typeName(type){const names={string:gettext("text"),number:gettext(
"a number"),integer:gettext("a whole number"),boolean:gettext("true or false"),object:gettext("an object"),array:gettext("a list"),null:gettext("null")};return names[type]??
type}var MOST_CHARS4=1e4;var BY_SIGN={"{":"object","[":"array",'"':"string",t:"boolean",f:"boolean",n:"null"};var recorded=field4=>({name:field4.key,type:field4.json?
typeOfText(field4.text):"string"});function corrected(field4,text3){if(!field4.json)return{name:field4.key,type:"string"};return{name:field4.key,type:field4.text===
"null"?typeOfNew(text3):typeOfText(text3)}}function added(name,text3,like){if(text3==="")return{name,type:""};return{name,type:like?.json?typeOfText(text3):typeOfNew(
text3)}}function written({name,type,value}){return{name,type:type==="number"?numberType(value):type}}function typeOfText(text3){const sign2=text3.trimStart().slice(
0,1);if(sign2 in BY_SIGN)return BY_SIGN[sign2];return text3.length<=MOST_CHARS4&&typeOfJson(text3)==="number"?numberType(text3):""}function typeOfNew(text3){const type=text3.
length<=MOST_CHARS4?typeOfJson(text3)??"string":"";return type==="number"?numberType(text3):type}var numberType=text3=>Number.isInteger(Number(text3))?"integer":
"number";var renaming=(name,run)=>({label:interpolate(gettext("Rename to \u201C%(name)s\u201D"),{name},true),title:withKey(gettext("Rename it"),"rename"),run});var COUNTED=new Set(["","/action"]);function textHints({step,field:field4},{corrections,known}){const edit=corrections.editAt(step,field4.pointer);const facts2=known();
const text3=edit?edit.text:field4.text;if(!facts2||field4.json||text3===null||!edit&&field4.text.length<field4.chars)return[];const call=textCall(text3);const tool=call&&
facts2.of(call.tool);if(!call||!tool)return[];const before=step?.includes("+")?null:textCall(field4.text);const own2=before?.tool===call.tool?before.arguments.map(
written):[];const how={isCounted:facts2.isCounted&&COUNTED.has(field4.pointer)&&before?.tool===call.tool,isWhole:call.isPlain};const{doubts,missing}=doubtsOf(call.
arguments.map(written),tool,own2,how);const hints=call.arguments.flatMap(({name,from,to})=>{const doubt=doubts.get(name);if(!doubt)return[];const near=doubt.code===
"unknown"?doubt.near:null;const rename=wanted=>{corrections.pause();const corrected2=text3.slice(0,from)+wanted+text3.slice(to);corrections.edit({step,pointer:field4.
pointer,text:corrected2,reason:edit?.reason??""},field4.text.length<field4.chars?null:field4.text);corrections.pause()};return[{text:doubtText(name,call.tool,doubt),
act:near===null?void 0:renaming(near,()=>rename(near))}]});return missing.length>0?[...hints,{text:missingText(call.tool,missing)}]:hints}function enlargeable(image){const button=element("button","enlarge",[image]);button.type="button";button.title=gettext("Show it large");button.setAttribute("ari\
a-haspopup","dialog");button.addEventListener("click",()=>enlarge(image));return button}function enlarge(image){const large=element("img");large.src=image.src;large.
alt=image.alt;const close=element("button","button button-icon",[icon("i-cross","icon"),element("span","only-read",gettext("Close"))]);close.type="button";const dialog=element(
"dialog","dialog dialog-picture",[large,close]);dialog.setAttribute("aria-label",image.alt);dialog.addEventListener("click",()=>dialog.close());dialog.addEventListener(
"close",()=>dialog.remove());document.body.append(dialog);dialog.showModal()}function rest(words3,around,show5=(text3,button)=>button.replaceWith(element("p","field-code",text3))){const button=quietButton(words3,async()=>{try{show5(await around.
whole(),button)}catch(error){if(!(error instanceof TypeError))throw error;button.after(element("p","quiet",gettext("The network is down: the rest of this text c\
annot be read now.")))}});return button}var counted2=(singular,plural,count)=>interpolate(ngettext(singular,plural,count),{count:count.toLocaleString()},true);var TAGS2=new Set(["h1","h2","h3","h4","h5","h6","p","blockquote","pre","hr","br","details","summary","ul","ol","li","dl","dt","dd","table","thead","tbody","tfo\
ot","tr","th","td","a","b","strong","i","em","s","del","ins","code","kbd","sub","sup"]);var WEB=/^(https?:\/\/|mailto:)/;var HEADINGS={h1:"h3",h2:"h4",h3:"h5",h4:"\
h6",h5:"h6"};function draw({nodes,more},around){const body=element("div","shown-body prose",nodes.map(made));body.dir="auto";if(more>0)body.append(rest(counted2(
"Show %(count)s more character","Show %(count)s more characters",more),around));return body}function made(tree2){if(typeof tree2==="string")return document.createTextNode(
tree2);const[tag,attributes,inside]=tree2;if(!TAGS2.has(tag))return element("span","",inside.map(made));const node=document.createElement(HEADINGS[tag]??tag);node.
append(...inside.map(made));if(node instanceof HTMLAnchorElement&&WEB.test(attributes.href??""))lead(node,attributes.href);if(node instanceof HTMLOListElement&&
attributes.start)node.start=Number(attributes.start);return tag==="table"?element("div","prose-table",[node]):node}function lead(link,address){link.href=address;
link.target="_blank";link.rel="noopener noreferrer nofollow";link.referrerPolicy="no-referrer"}var MOST_CHARS5=1e6;var TYPES=new Set(["image/png","image/jpeg","image/gif","image/webp"]);function draw2({images,maxWidth,more},around){const body=element("div",
"shown-body images",images.map((image,index)=>{const words3=images.length>1?interpolate(gettext("%(label)s, image %(number)s"),{label:around.label,number:index+
1},true):around.label;return pictured(image,words3,maxWidth,around.whole)}));if(more>0)body.append(element("p","quiet",counted2("%(count)s more image is not sho\
wn","%(count)s more images are not shown",more)));return body}function pictured({at,type,chars=0,address,name,large},words3,maxWidth,whole2){if(address!==void 0)
return linked(address);if(large!==void 0)return element("p","quiet",interpolate(gettext("An image of %(size)s is too large to be shown."),{size:sizeOf(large)},true));
if(at===void 0||!TYPES.has(type??""))return element("p","code",name??"");const place2=element("div","picture");const show5=async()=>{try{const text3=await whole2(
at);place2.replaceChildren(enlargeable(imageOf(`data:${type};base64,${text3.slice(text3.indexOf(",")+1)}`,words3,maxWidth)))}catch(error){if(!(error instanceof TypeError))
throw error;place2.replaceChildren(element("p","quiet",gettext("The network is down: the image cannot be read now.")))}};if(chars<=MOST_CHARS5)whenNear(place2,show5);else
place2.append(quietButton(interpolate(gettext("Show the image, %(size)s"),{size:sizeOf(chars)},true),()=>void show5()));return place2}function imageOf(source,words3,maxWidth){
const made2=element("img");made2.alt=words3;made2.addEventListener("error",()=>(made2.closest("button")??made2).replaceWith(element("p","quiet",gettext("This is\
 no image that can be shown."))));if(maxWidth>0)made2.style.maxWidth=`min(100%, ${maxWidth}px)`;made2.src=source;return made2}function whenNear(place2,show5){const observer=new IntersectionObserver(
entries=>{if(!entries.some(({isIntersecting})=>isIntersecting))return;observer.disconnect();void show5()},{rootMargin:"400px"});observer.observe(place2)}function linked(address){
const link=element("a","code",address);lead(link,address);return element("p","",[element("span","quiet",gettext("An image elsewhere, not loaded:"))," ",link])}function sizeOf(chars){
const kilobytes=Math.ceil(chars*3/4/1e3);return kilobytes<1e3?`${kilobytes.toLocaleString()} kB`:`${(kilobytes/1e3).toLocaleString(void 0,{maximumFractionDigits:1})}\
 MB`}var MOST_PIXELS={width:640,height:320};function drawnAttached(attached,title,addressOf2){if(!attached?.length)return[];return[element("div","attached",attached.
map((each,index)=>{const words3=interpolate(gettext("%(label)s, image %(number)s"),{label:title,number:index+1},true);return each.kind==="image"&&(each.type===""||
TYPES.has(each.type))?pictured2(each,words3,addressOf2(each.name)):named2(each)}))]}function pictured2({size},words3,address){const place2=element("div","pictur\
e");const show5=()=>{const made2=element("img");made2.alt=words3;made2.loading="lazy";made2.classList.toggle("is-boxed",size===null);if(size)[made2.width,made2.
height]=fitted(size);made2.addEventListener("error",async()=>place2.replaceChildren(...await isThere(address)?[note(gettext("This is no image that can be shown."))]:
awaited(show5)));made2.src=address;place2.replaceChildren(enlargeable(made2))};show5();return place2}function fitted([width,height]){const scale=Math.min(1,MOST_PIXELS.
width/width,MOST_PIXELS.height/height);return[Math.max(1,Math.round(width*scale)),Math.max(1,Math.round(height*scale))]}async function isThere(address){try{await fetch(
address,{method:"HEAD",credentials:"same-origin"});return true}catch(error){if(!(error instanceof TypeError))throw error;return false}}var awaited=show5=>[note(
gettext("The network is down: the image cannot be read now.")),quietButton(gettext("Try again"),show5)];function named2({kind,type}){const words3=kind==="image"?
gettext("The log has an image of a type that is not shown (%(type)s)."):gettext("The log has a document, which is not shown (%(type)s).");return note(interpolate(
words3,{type:type||gettext("of no named type")},true))}var note=words3=>element("p","quiet shown-note",words3);function fieldLine(place2,context){if(place2.field.edit)return EditField.of(place2,context);const line4=fromTemplate("field-template");const label=line4.querySelector(
".label");label.textContent=place2.isArgument?place2.field.key:labelOf(place2.field.key);label.classList.toggle("code",Boolean(place2.isArgument));showWhole(line4.
querySelector("long-text"),place2,context);return line4}function showWhole(long,{step,field:field4},{whole:whole2,folds}){const place2=`${step??""}:${field4.pointer}`;
long.show({...field4,whole:()=>whole2(step,field4),at:isMarkable(step,field4)?place2:void 0,isOpen:folds.has(place2),opened:()=>folds.add(place2)})}var TOO_NARROW_FOR_TWO="(max-width: 640px)";function drawn(block,view){if(block.kind==="terminal")return terminal(block);if(block.kind==="code")return code(block);
return view==="split"&&!matchMedia(TOO_NARROW_FOR_TWO).matches?split(block):unified(block)}function counts(block){if(block.kind!=="diff")return[];const[plus,minus]=[
`+${block.added.toLocaleString()}`,`\u2212${block.removed.toLocaleString()}`];return[...block.isNew?[element("span","badge",gettext("New file"))]:[],...block.added>
0?[element("span","stat-added",plus)]:[],...block.removed>0?[element("span","stat-removed",minus)]:[]]}function unified({hunks}){const table=tableOf(["n","n","s",
""]);for(const hunk of hunks){table.append(...heading(hunk,4));for(const[kind,old,current,spans,marks]of hunk.rows){const cells=[number(old,kind==="removed"?"ol\
d":null),number(current,kind==="removed"?null:"new")];table.append(row(kind,[...cells,sign(kind),line2(spans,marks,kind)]))}}return table}function split({hunks}){
const table=tableOf(["n","","n",""]);table.classList.add("is-split");for(const hunk of hunks){table.append(...heading(hunk,4));for(const[left,right]of hunk.beside){
const cells=[...half(hunk.rows[left??-1],1),...half(hunk.rows[right??-1],2)];table.append(row("",cells))}}return table}function half(found2,side){if(!found2)return[
element("td","n"),element("td","t none")];const[kind,,,spans,marks]=found2;const text3=line2(spans,marks,kind);text3.classList.add(kind);const isOwn=side===1===
(kind==="removed");return[number(found2[side],isOwn?side===1?"old":"new":null),text3]}function code({first,lines:lines2}){const table=tableOf(first===null?[""]:
["n",""]);lines2.forEach((spans,index)=>{table.append(row("same",[...first===null?[]:[number(first+index,"")],line2(spans)]))});return table}function terminal({
command,spans}){const pre=element("pre","terminal");if(command)pre.append(element("span","prompt","$ "),element("b","",command),"\n");pre.append(...spans.map(([
text3,style])=>style?element("span",style.split(" ").map(part2=>`t-${part2}`).join(" "),text3):text3));return pre}function heading({heading:text3},columns){if(!text3)
return[];const cell2=element("td","",text3);cell2.colSpan=columns;return[row("hunk",[cell2])]}function line2(spans,marks=[],kind=""){const cell2=element("td","t");
const tag=kind==="removed"?"del":"ins";let at=0;for(const[text3,voice]of spans){for(const[from,to,isMarked]of cuts(at,at+text3.length,marks)){const part2=text3.
slice(from-at,to-at);const inside=voice?element("span",`c-${voice}`,part2):document.createTextNode(part2);cell2.append(isMarked?wrapped(tag,inside):inside)}at+=
text3.length}return cell2}function cuts(start,end,marks){const parts=[];let at=start;for(const[from,to]of marks){if(to<=at||from>=end||at===end)continue;if(from>
at)parts.push([at,from,false]);parts.push([Math.max(at,from),Math.min(to,end),true]);at=Math.min(to,end)}if(at<end)parts.push([at,end,false]);return parts}var edges;
function tableOf(columns){const table=element("table","code-block");edges??=new ResizeObserver(entries=>entries.forEach(({target})=>{if(target.scrollWidth>target.
clientWidth)target.setAttribute("tabindex","0");else target.removeAttribute("tabindex")}));edges.observe(table);const group=document.createElement("colgroup");group.
append(...columns.map(name=>element("col",name)));table.append(group);return table}function row(name,cells){const made2=element("tr",name);made2.append(...cells);
return made2}function number(at,side){const cell2=element("td","n",at===null?"":String(at));if(side!==null)cell2.dataset.side=side;return cell2}var sign=kind=>element(
"td","s",kind==="added"?"+":kind==="removed"?"\u2212":"");function wrapped(tag,inside){const outer=document.createElement(tag);outer.append(inside);return outer}
var ICONS={read:"i-read",search:"i-search",edit:"i-pencil",write:"i-plus",bash:"i-terminal",agent:"i-agent",web:"i-link",todo:"i-note"};var toolIcon=tool=>icon(
ICONS[tool]??"i-tool","icon");var MOST_CHANGES2=400;var AROUND2=3;function lineDifference(before,after){const[old,current]=[linesOf(before),linesOf(after)];const parts=diffArrays(old,current,
{maxEditLength:MOST_CHANGES2})??[{value:old,removed:true,added:false},{value:current,removed:false,added:true}];const rows=parts.flatMap(({value,removed:removed2,
added:added2})=>value.map(line4=>row2(removed2?"removed":added2?"added":"same",line4)));const near=rows.map((_,index)=>rows.slice(Math.max(0,index-AROUND2),index+
AROUND2+1).some(([kind])=>kind!=="same"));return rows.filter((_,index)=>near[index])}var linesOf=text3=>text3===""?[]:text3.split("\n");var row2=(kind,line4)=>[
kind,null,null,[[line4,""]],[]];var PAIRS2=[["old_string","new_string"],["old_str","new_str"],["oldString","newString"]];var PAUSE_MILLISECONDS3=150;var MOST_CHARS6=2e5;var EditedChange=class{element=element(
"div","call-blocks");#timer;constructor(){this.element.hidden=true}show(isEdited,texts){clearTimeout(this.#timer);this.element.hidden=!isEdited;if(isEdited)this.#timer=
setTimeout(async()=>this.#draw(await texts()),PAUSE_MILLISECONDS3)}#draw(texts){if(texts===null||texts[0].length+texts[1].length>MOST_CHARS6)return void(this.element.
hidden=true);const rows=lineDifference(...texts);const words3=rows.length>0?gettext("The change as the edited call would make it"):gettext("The edited call woul\
d change nothing");const hunk={heading:"",rows,beside:[]};const block={kind:"diff",path:"",added:0,removed:0,isNew:false,isWhole:false,more:0};const part2=element(
"div","call-part",[element("div","diff-head",[element("span","quiet cut",words3)])]);if(rows.length>0)part2.append(drawn({...block,hunks:[hunk]},"unified"));this.
element.replaceChildren(part2)}};var replacingNames=names=>PAIRS2.find(pair=>pair.every(name=>names.includes(name)));var APART=new Set(["role","kind","tool_calls"]);var PROSE=new Set(["thought","thinking","reasoning","content","text"]);function insertedStep(name,value){const isText=typeof value===
"string";const keys=isText?[]:Object.keys(value).filter(key=>!APART.has(key));const main=keys.includes("action")?"action":"content";const texts=keys.map(key=>field2(
key,`/${escaped2(key)}`,value[key],!PROSE.has(key),key===main));return{name,from:value,number:NaN,kind:"inserted",error:"",agent:"",spent:null,folded:false,fields:isText?
[field2("step","",value,false,true)]:texts,calls:(value.tool_calls??[]).map((call,index)=>insertedCall(`${name}.${index}`,call,`/tool_calls/${index}`))}}function insertedCall(name,value,at=""){
const inputs=Object.entries(value.input??{}).map(([key,given])=>field2(key,`${at}/input/${escaped2(key)}`,given,true));const result=typeof value.output==="strin\
g"?field2("output",`${at}/output`,value.output,true):null;return{name,tool:value.tool,class:"generic",path:"",sought:"",error:"",exit:null,seconds:null,inputs,result,
blocks:[],told:false}}function field2(key,pointer,value,code2,main=false){const json=typeof value!=="string";const text3=json?JSON.stringify(value):value;return{
key,pointer,text:text3,chars:text3.length,lines:text3.split("\n").length,code:code2,json,edit:true,main}}var escaped2=key=>key.replaceAll("~","~0").replaceAll("\
/","~1");var unescaped=token=>token.replaceAll("~1","/").replaceAll("~0","~");var JudgeRows=class{#rows;#place;constructor(judges,place2,title){this.#place=place2;this.#rows=judges.flatMap(judge=>{const row3=judge.row(place2,title);return row3?
[[judge,row3]]:[]})}get elements(){return this.#rows.map(([,row3])=>row3)}get isEmpty(){return this.elements.every(row3=>!row3.hasChildNodes())}refresh(){for(const[
judge,row3]of this.#rows)judge.update(row3,this.#place)}};function place(place2,wanted){const staying=new Set(wanted);for(const child of[...place2.children])if(!staying.has(child))child.remove();wanted.forEach((child,index)=>{
const now=place2.children[index];if(now!==child)place2.insertBefore(child,now??null)})}var SAID_MILLISECONDS=2e3;function copyButton(read24,what){if(!navigator.clipboard)return[];const words3=element("span","",gettext("Copy"));const button=quietButton(
"",()=>void copy(),"copy");button.append(icon("i-copy","icon icon-small"),words3);button.setAttribute("aria-label",interpolate(gettext("Copy %(what)s"),{what},true));
const said2=element("span","only-read");said2.setAttribute("role","status");async function copy(){const outcome=await written2(read24);words3.textContent=said2.
textContent=outcome;setTimeout(()=>{words3.textContent=gettext("Copy");said2.textContent=""},SAID_MILLISECONDS)}return[button,said2]}async function written2(read24){
try{await navigator.clipboard.writeText(await read24());return gettext("Copied")}catch(error){if(!(error instanceof TypeError||error instanceof DOMException))throw error;
return gettext("Not copied")}}function textOf3(block){if(block.kind==="terminal")return textIn(block.spans);if(block.kind==="code")return block.lines.map(textIn).join("\n");const rows=block.
hunks.flatMap(({rows:rows2})=>rows2);return rows.map(([kind,,,spans])=>SIGNS[kind]+textIn(spans)).join("\n")}var SIGNS={same:" ",removed:"-",added:"+"};var textIn=spans=>spans.
map(([text3])=>text3).join("");var CallBlocks=class{element=document.createElement("div");#blocks;#around;constructor(blocks,around){this.#blocks=blocks;this.#around=around;this.element.className=
"call-blocks";this.#draw();if(around.isOpen)void this.#open()}get hasOutput(){return this.#blocks.some(({kind})=>kind!=="diff")}#draw(){const isMany=this.#blocks.
length>1;this.element.replaceChildren(...this.#blocks.map((block,index)=>this.#part(block,index,isMany)));const more=this.#blocks.reduce((sum3,each)=>sum3+each.
more,0);if(more>0)this.element.append(this.#button(more));this.#around.drawn()}async showAll(){if(this.#blocks.some(({more})=>more>0))await this.#open()}#part(block,index,isMany){
const part2=element("div","call-part");if("path"in block)part2.dataset.file=block.path;const copy=copyButton(()=>this.#wholeText(index),block.kind==="terminal"?
gettext("the output"):block.path||gettext("the lines"));if(block.kind==="diff"){const head2=this.#head(block,isMany);head2.querySelector(".grow")?.after(...copy);
part2.append(head2,drawn(block,this.#around.view.value))}else{part2.append(drawn(block,this.#around.view.value),element("div","copy-place",copy))}return part2}async#wholeText(index){
const block=this.#blocks[index];return textOf3(block.more>0?(await this.#around.whole())[index]:block)}#head(block,isMany){const head2=fromTemplate("diff-head-t\
emplate");const path=head2.querySelector(".code");if(path)path.textContent=isMany?block.path:"";head2.querySelector(".counts")?.append(...counts(block));for(const button of head2.
querySelectorAll("[data-view]")){const view=button.getAttribute("data-view");button.setAttribute("aria-pressed",String(view===this.#around.view.value));button.addEventListener(
"click",()=>{this.#around.view.value=view;this.#draw()})}return head2}#button(more){const button=document.createElement("button");button.type="button";button.className=
"button button-quiet button-small";const words3=ngettext("Show %(count)s more line","Show %(count)s more lines",more);button.textContent=interpolate(words3,{count:more.
toLocaleString()},true);button.addEventListener("click",()=>void this.#open());return button}async#open(){this.#around.opened();try{this.#blocks=await this.#around.
whole();this.#draw()}catch(error){if(!(error instanceof TypeError))throw error;this.element.append(gettext("The network is down: the rest of this text cannot be\
 read now."))}}};function draw3({root,openDepth,more},around){const body=element("div","shown-body",[tree(root,openDepth)]);if(more>0)body.append(rest(counted2("Show all as text\
: %(count)s value is missing here","Show all as text: %(count)s values are missing here",more),around));return body}function tree(root,openDepth){return element(
"div","json-tree",[line3(null,root,openDepth)])}function line3(key,node,depth){const name=key===null?[]:[element("span",typeof key==="number"?"json-at":"json-ke\
y",String(key)),": "];if(node[0]==="text")return element("div","json-line",[...name,element("span","c-text",`"${node[1]}"`),...leftOf(node)]);if(node[0]==="plai\
n")return element("div","json-line",[...name,element("span","c-number",node[1])]);const[kind,inside,left]=node;const count=inside.length+left;if(count===0)return element(
"div","json-line",[...name,kind==="object"?"{}":"[]"]);const words3=kind==="object"?counted2("%(count)s key","%(count)s keys",count):counted2("%(count)s item","\
%(count)s items",count);const summary23=element("summary","json-line",[icon("i-right","icon icon-small turn"),...name,element("span","quiet",words3)]);const fold=element(
"details","json-fold",[summary23]);fold.addEventListener("toggle",()=>fold.open&&fill23(fold,node,depth));if(depth>0){fill23(fold,node,depth);fold.open=true}return fold}
function fill23(fold,node,depth){if(fold.children.length>1)return;const lines2=node[0]==="object"?node[1].map(([key,each])=>line3(key,each,depth-1)):node[0]==="\
list"?node[1].map((each,index)=>line3(index,each,depth-1)):[];const left=node[0]==="object"||node[0]==="list"?node[2]:0;if(left>0)lines2.push(element("div","jso\
n-line quiet",counted2("%(count)s more is not shown","%(count)s more are not shown",left)));fold.append(element("div","json-inside",lines2))}function leftOf([,text3,
chars]){const left=chars-[...text3].length;return left>0?[" ",element("span","quiet",counted2("and %(count)s more character","and %(count)s more characters",left))]:
[]}var isOutput=kind=>kind==="json"||kind==="image";function drawnOutput(output,around){const place2=element("div","call-output");if(output.kind==="json"){place2.append(
draw3(output,around),element("div","copy-place",copyButton(()=>around.whole(),around.label)));return place2}if(output.text)place2.append(element("p","field-code",
output.text));place2.append(draw2({images:output.images,maxWidth:0,more:0},around));return place2}function timeAgo(milliseconds){const seconds=Math.max(0,Math.round(milliseconds/1e3));if(seconds<3)return gettext("just now");if(seconds<60)return interpolate(gettext(
"%(count)s s ago"),{count:seconds},true);if(seconds<3600)return interpolate(gettext("%(count)s min ago"),{count:Math.floor(seconds/60)},true);return interpolate(
gettext("%(count)s h ago"),{count:Math.floor(seconds/3600)},true)}function whenAgo(then,now){const milliseconds=new Date(now).getTime()-new Date(then).getTime();
return milliseconds<864e5?timeAgo(milliseconds):wholeTime(new Date(then))}function wholeTime(then){const month=then.toLocaleDateString(document.documentElement.
lang,{month:"short"});const[hours,minutes]=[then.getHours(),then.getMinutes()].map(part2=>String(part2).padStart(2,"0"));return`${then.getDate()} ${month} ${then.
getFullYear()}, ${hours}:${minutes}`}function duration(seconds){if(seconds<9.95)return interpolate(gettext("%(count)s s"),{count:seconds.toLocaleString(void 0,{maximumFractionDigits:1})},true);const whole2=Math.
round(seconds);if(whole2<60)return interpolate(gettext("%(count)s s"),{count:whole2.toLocaleString()},true);const minutes=Math.floor(whole2/60);if(minutes<60)return interpolate(
gettext("%(minutes)s min %(seconds)s s"),{minutes,seconds:twoDigits(whole2%60)},true);const hours=Math.floor(minutes/60);return interpolate(gettext("%(hours)s h\
 %(minutes)s min"),{hours:hours.toLocaleString(),minutes:twoDigits(minutes%60)},true)}function short2(count){for(const[size,unit]of[[1e6,gettext("%(count)sM")],
[1e3,gettext("%(count)sk")]]){if(count<size*.9995)continue;const digits=count<size*9.95?1:0;return interpolate(unit,{count:(count/size).toLocaleString(void 0,{maximumFractionDigits:digits})},
true)}return count.toLocaleString()}function tokenFact(tokens){if(!tokens)return void 0;const{read:read24,written:written3,cached}=tokens;const given={read:short2(
read24??0),written:short2(written3??0)};const words3=read24===null?gettext("%(written)s tokens out"):written3===null?gettext("%(read)s tokens in"):gettext("%(re\
ad)s tokens in, %(written)s out");const all=[read24===null?"":interpolate(ngettext("%(count)s token read","%(count)s tokens read",read24),{count:read24.toLocaleString()},
true),cached===null?"":interpolate(ngettext("%(count)s of them from the cache","%(count)s of them from the cache",cached),{count:cached.toLocaleString()},true),
written3===null?"":interpolate(ngettext("%(count)s token written","%(count)s tokens written",written3),{count:written3.toLocaleString()},true)];return{text:interpolate(
words3,given,true),title:all.filter(Boolean).join(", ")}}function costFact(dollars){if(dollars===null)return void 0;const digits=dollars>=.01||dollars===0?{minimumFractionDigits:2,
maximumFractionDigits:2}:{maximumSignificantDigits:2};return{text:dollars.toLocaleString(void 0,{style:"currency",currency:"USD",...digits}),title:gettext("What\
 it cost, as the trace says")}}var durationFact=(seconds,title)=>seconds===null||seconds===void 0?void 0:{text:duration(seconds),title};function timeFact(at){if(at===
null)return void 0;const then=new Date(at);const text3=[then.getHours(),then.getMinutes(),then.getSeconds()].map(twoDigits).join(":");return{text:text3,title:wholeTime(
then)}}function factsOf({model,tokens,dollars,seconds,since,at}){const took=durationFact(seconds,gettext("How long this step took"))??durationFact(since,gettext(
"Since what came before"));const name=model?{text:model,title:gettext("The model")}:void 0;return[name,tokenFact(tokens),costFact(dollars),took,timeFact(at)].filter(
fact=>fact!==void 0)}function factsOfTrace({model,tokens,dollars,seconds,at}){const name=model?{text:model,title:gettext("The model")}:void 0;const begin2=at===
null?void 0:{text:wholeTime(new Date(at)),title:gettext("When it began")};const took=durationFact(seconds,gettext("From the beginning of the run to its end"));return[
name,tokenFact(tokens),costFact(dollars),took,begin2].filter(fact=>fact!==void 0)}var factElement=({text:text3,title})=>Object.assign(document.createElement("sp\
an"),{textContent:text3,title});function showFacts(place2,facts2){place2.replaceChildren(...facts2.map(factElement))}var twoDigits=number2=>String(number2).padStart(
2,"0");var CallView=class{element=fromTemplate("call-template");call;#home;#context;#title;#blocks;#rows;#hints;#change=new EditedChange;#lines=new Map;constructor(call,home,context,title){
this.call=call;this.#home=home;this.#context=context;this.#title=title;this.element.dataset.call=call.name;this.element.id=callAnchor(call.name);this.element.setAttribute(
"aria-label",`${title}, ${call.tool}`);this.#hints=new Hints(this.element);this.#text(".tool-name",call.tool||labelOf("call"));this.element.querySelector(".call\
-head .tool")?.prepend(toolIcon(call.class));this.#showOutcome();if(call.seconds!==null&&call.seconds!==void 0)this.#text(".call-took",duration(call.seconds));this.#showBlocks();
this.#showOutputs();this.#showResult();if(context.canEdit)this.element.querySelector(".call-fields")?.after(this.#change.element);const adding=this.element.querySelector(
".add-argument");adding?.toggleAttribute("hidden",!context.canEdit);adding?.addEventListener("click",()=>void this.#addArgument(adding));this.element.querySelector(
".give-result")?.addEventListener("click",()=>this.#giveResult());this.#tellJudges();this.#rows=new JudgeRows(context.judges,call.name,title);this.element.append(
...this.#rows.elements)}refreshRows(){this.#rows.refresh()}refresh({isRemoved}){const isInserted=this.#isInserted;const result=this.#editAt(`${this.#home.at}/ou\
tput`);const lacksResult=isInserted&&this.call.result===null&&!result?.text;this.element.classList.toggle("is-removed",isRemoved);toggle(this.element,"call-remo\
ved",isRemoved);toggle(this.element,"call-inserted",isInserted&&!isRemoved);toggle(this.element,"no-result",lacksResult&&!isRemoved);toggle(this.element,"stale",
!isInserted&&this.call.result!==null&&this.#isEdited()&&!isRemoved);place(this.element.querySelector(".call-fields"),isRemoved?[]:this.#arguments());for(const line4 of this.#lines.
values())if(line4 instanceof EditField)line4.refresh();this.#showChange(isRemoved)}#showChange(isRemoved){const names=replacingNames(this.call.inputs.map(({key})=>key));
const fields=names?.flatMap(name=>this.call.inputs.find(({key})=>key===name)??[])??[];const isEdited=!isRemoved&&!this.#isInserted&&fields.some(({pointer})=>this.#editAt(
pointer));this.#change.show(isEdited,async()=>{const[before,after]=await Promise.all(fields.map(each=>this.#textNow(each)));return before===null||after===null?null:
[before,after]})}async#textNow(field4){const edit=this.#editAt(field4.pointer);const line4=this.#lines.get(field4.pointer);return edit?edit.text:line4 instanceof
EditField?line4.whole():null}hint(){const known=this.#context.known();const{tool}=this.call;const inputs=this.call.inputs.filter(({pointer})=>pointer.startsWith(
this.#inside));const isWhole2=inputs.length===this.call.inputs.length;const how={isCounted:!this.#isInserted&&known?.isCounted,isWhole:isWhole2};const{doubts,missing}=doubtsOf(
this.#given(inputs),known?.of(tool),inputs.map(recorded),how);for(const line4 of this.#lines.values()){if(!(line4 instanceof EditField))continue;const{key}=line4.
place.field;const doubt=line4.place.isArgument?doubts.get(key):void 0;const near=doubt?.code==="unknown"?doubt.near:null;const act=near===null?void 0:renaming(near,
()=>void this.#rename(line4,near));line4.hint(doubt?[{text:doubtText(key,tool,doubt),isName:doubt.code==="unknown",act}]:[])}const add={label:interpolate(gettext(
"Add \u201C%(name)s\u201D"),{name:missing[0]},true),title:"",run:()=>this.#add(missing[0])};const isGone=this.element.classList.contains("is-removed")||!this.#context.
canEdit;this.#hints.show(missing.length>0&&!isGone?[{text:missingText(tool,missing),act:add}]:[])}#given(inputs){const names=new Set(inputs.map(({pointer})=>pointer));
const usual=new Map(this.#usual.map(like=>[like.key,like]));const before=inputs.flatMap(field4=>{const edit=this.#editAt(field4.pointer);if(!edit)return[recorded(
field4)];return edit.text===null?[]:[corrected(field4,edit.text)]});const others=this.#edits().filter(({pointer,text:text3})=>pointer.startsWith(this.#inside)&&
text3!==null&&!names.has(pointer));return[...before,...others.map(({pointer,text:text3})=>{const name=unescaped(pointer.slice(this.#inside.length));return added(
name,text3??"",usual.get(name))})]}get#inside(){return`${this.#home.at}/input/`}async#rename(line4,name){const{field:field4,isAbsent}=line4.place;const pointer=this.#inside+
escaped2(name);const text3=this.#editAt(field4.pointer)?.text??await line4.whole();if(text3===null)return;const sent=isAbsent||field4.json?text3:textFor(text3);
const target=this.call.inputs.find(each=>each.pointer===pointer);const after={pointer,text:target&&!target.json?shownFrom(sent):sent};this.#context.corrections.
rename(this.#home.step,{pointer:field4.pointer,isGiven:!isAbsent},after);const now=this.#lines.get(pointer);if(now instanceof HTMLElement)now.querySelector(".la\
bel")?.focus({preventScroll:true})}lineAt(pointer){return this.#lines.get(pointer)}#arguments(){const inside=this.#inside;const known=this.call.inputs.map(field4=>this.#line(
field4,{isArgument:field4.pointer.startsWith(inside)}));const given=new Set(this.call.inputs.map(({pointer})=>pointer));const usual=new Map(this.#usual.map(like=>[
inside+escaped2(like.key),like]));const set=this.#edits().filter(({pointer,text:text3})=>pointer.startsWith(inside)&&text3!==null).map(({pointer})=>pointer);const added2=[
...usual.keys(),...set].filter(pointer=>!given.has(pointer)).map(pointer=>this.#line(absent(unescaped(pointer.slice(inside.length)),pointer),{isArgument:true,isAbsent:true,
like:usual.get(pointer)}));const output=`${this.#home.at}/output`;const result=this.call.result===null&&this.#editAt(output)?[this.#line(absent("output",output),
{isAbsent:true})]:[];const wanted=new Set([...known,...added2,...result]);for(const[pointer,line4]of this.#lines)if(!wanted.has(line4))this.#lines.delete(pointer);
return[...wanted]}get#usual(){return this.#isInserted&&this.#context.canEdit?this.#context.argumentsOf(this.call.tool):[]}get#isInserted(){return this.call.name.
includes("+")}#line(field4,how){const known=this.#lines.get(field4.pointer);if(known)return known;const edit=field4.edit&&this.#context.canEdit;const title=`${this.#title}\
, ${how.isArgument?field4.key:labelOf(field4.key)}`;const line4=fieldLine({step:this.#home.step,field:{...field4,edit},title,...how},this.#context);this.#lines.
set(field4.pointer,line4);return line4}#edits(){return this.#context.corrections.editsOf(this.#home.step)}#editAt(pointer){return this.#context.corrections.editAt(
this.#home.step,pointer)}#isEdited(){return this.#edits().some(({pointer})=>pointer.startsWith(`${this.#home.at}/input`))}#showOutcome(){const{error,exit}=this.
call;const words3={agent:gettext("Error"),rejected:gettext("Rejected by the person"),cancelled:gettext("Cancelled"),environment:gettext("Error of the environmen\
t")};const badge=this.element.querySelector(".outcome");badge?.toggleAttribute("hidden",error==="");badge?.classList.toggle("badge-error",error==="agent");this.#text(
".outcome > span",words3[error]??error);if(this.#told.length>0)this.#text(".call-path",this.#subject);this.#text(".exit",exit===null?"":interpolate(gettext("exi\
t %(code)s"),{code:exit},true))}get#subject(){const{path,sought}=this.call;if(sought==="")return path;return path===""?sought:interpolate(gettext("%(sought)s in\
 %(path)s"),{sought,path},true)}get#told(){return this.call.blocks.filter(({kind})=>!isOutput(kind))}#showBlocks(){const{name}=this.call;const blocks=this.#told;
const fold=this.element.querySelector(".inputs");if(blocks.length===0){fold?.replaceWith(...fold.querySelectorAll(".call-fields"));return}const key=`blocks:${name}`;
const{folds,diffView,canMark}=this.#context;const shown=this.#blocks=new CallBlocks(blocks,{whole:()=>this.#context.blocks(name),view:diffView,opened:()=>folds.
add(key),drawn:()=>this.#tellJudges(),isOpen:folds.has(key)});fold?.before(shown.element);if(this.call.told&&!canMark)fold?.setAttribute("hidden","");if(shown.hasOutput&&
!canMark)this.element.querySelector("details.result")?.remove()}async showAll(){await this.#blocks?.showAll()}#tellJudges(){for(const judge of this.#context.judges)
judge.drawn(this.element)}#showOutputs(){const{result,blocks}=this.call;const place2=this.element.querySelector("details.result");const images=drawnAttached(this.
call.attached,this.#title,this.#context.imageAt);if(place2)place2.before(...images);else this.element.append(...images);if(result===null||place2===null)return;const around={
label:labelOf("output"),at:`${this.#home.step}:${result.pointer}`,whole:(inside="")=>this.#context.wholeAt(this.#home.step,result.pointer+inside)};for(const block of blocks){
if(!isOutput(block.kind))continue;place2.before(drawnOutput(block,around));if(block.kind==="json"&&!this.#context.canMark)place2.remove()}}#showResult(){const{result}=this.
call;const fold=this.element.querySelector("details.result");if(fold===null)return;if(result===null||this.call.name.includes("+")&&result.edit)return fold.remove();
this.#text(".result .count",linesOf2(result));const place2={step:this.#home.step,field:{...result,edit:false},title:""};const key=`fold:${this.call.name}`;const show5=()=>showWhole(
fold.querySelector("long-text"),place2,this.#context);fold.open=this.#context.folds.has(key)||isShort(result)&&this.call.blocks.every(({kind})=>kind==="diff");if(fold.
open)show5();fold.addEventListener("toggle",()=>{if(fold.open)this.#context.folds.add(key);else this.#context.folds.delete(key);if(fold.open)show5()})}async#addArgument(button){
const isThere2=name2=>this.#lines.has(this.#inside+escaped2(name2));const problem=name2=>isThere2(name2)?interpolate(gettext("%(name)s is there already."),{name:name2},
true):null;const known=[...this.#context.known()?.of(this.call.tool)?.arguments.keys()??[]].filter(name2=>!isThere2(name2));const name=await askName(button,{label:gettext(
"Name of the new argument"),action:gettext("Add argument"),known,problem});if(name)this.#add(name)}#add(name){const pointer=this.#inside+escaped2(name);this.#context.
corrections.edit({step:this.#home.step,pointer,text:"",reason:""},null);this.#open(pointer)}#giveResult(){const pointer=`${this.#home.at}/output`;this.#context.
corrections.edit({step:this.#home.step,pointer,text:"",reason:""},null);this.#open(pointer)}#open(pointer){const line4=this.#lines.get(pointer);if(line4 instanceof
EditField)void line4.open()}#text(selector,text3){const place2=this.element.querySelector(selector);if(place2)place2.textContent=text3}};var SHORT_RESULT=240;var isShort=({
chars,lines:lines2})=>chars<=SHORT_RESULT&&lines2<=4;function linesOf2({lines:lines2,chars}){if(chars===0)return gettext("empty");return interpolate(ngettext("%\
(count)s line","%(count)s lines",lines2),{count:lines2.toLocaleString()},true)}var absent=(key,pointer)=>field2(key,pointer,"",true);var ICONS2={prompt:"i-user",system:"i-gear",compaction:"i-note",reminder:"i-note",command:"i-terminal",answer:"i-flag"};var StepView=class{element=fromTemplate(
"step-template");step;#context;#lines=new Map;#calls=new Map;#rows;#repeatsTask;constructor(step,context){this.#rows=new JudgeRows(context.judges,step.name,titleOf2(
step));this.#repeatsTask=this.#rows.isEmpty&&repeatsTask(step,context);this.step=this.#repeatsTask?{...step,folded:true}:step;step=this.step;this.#context=context;
this.element.id=anchorOf(step.name);this.element.dataset.step=step.name;this.element.dataset.kind=step.kind;this.element.setAttribute("aria-label",this.title);this.
element.toggleAttribute("data-error",step.error==="agent");this.element.classList.toggle("is-of-agent",step.agent!=="");this.element.classList.toggle("is-folded",
step.folded&&!context.folds.has(this.#foldKey));this.#drawHead();this.element.querySelector(".step-card")?.append(...this.#rows.elements);const fields=step.fields.
map(field4=>this.#line(field4));fields.forEach((line4,index)=>line4.classList.toggle("is-reasoning",isReasoning(step,step.fields[index].key)));if(fields.length===
1&&saysOnlyText(step))fields[0].classList.toggle("is-alone",!(fields[0]instanceof EditField));this.#placeFields([...fields,...drawnAttached(step.attached,this.title,
context.imageAt)]);this.refresh()}#placeFields(fields){const said2=this.element.querySelector(".step-fields");if(!this.#context.panes||this.step.kind!=="agent")
return place(said2,fields);const done=document.createElement("div");done.className="step-fields step-done";said2.after(done);place(said2,fields.filter(line4=>line4.
classList.contains("is-reasoning")));place(done,fields.filter(line4=>!line4.classList.contains("is-reasoning")))}get title(){return titleOf2(this.step)}refreshRows(){
this.#rows.refresh();for(const call of this.#calls.values())call.refreshRows()}refresh(){const{corrections,canEdit}=this.#context;const{name}=this.step;const isFinal=name===
FINAL;const isRemoved=!isFinal&&corrections.arrangement.isRemoved(name);const isInserted=name.startsWith("+");const isEdited=isFinal?corrections.editsOf(null).length>
0:corrections.isChanged(name);this.element.classList.toggle("is-removed",isRemoved);toggle(this.element,"removed",isRemoved);toggle(this.element,"inserted",isInserted&&
!isRemoved);toggle(this.element,"moved",!isRemoved&&corrections.arrangement.moved.includes(name));toggle(this.element,"edited",!isInserted&&!isRemoved&&isEdited);
toggle(this.element,"can-arrange",canEdit&&!isRemoved&&!isFinal);toggle(this.element,"can-edit",canEdit&&!isRemoved&&this.element.querySelector("edit-field")!==
null);for(const line4 of this.#lines.values())if(line4 instanceof EditField)line4.refresh();if(!isFinal)this.#refreshCalls()}lineAt(step,pointer){const own2=step===
this.step.name?this.#lines.get(pointer):void 0;return own2??[...this.#calls.values()].map(call=>call.lineAt(pointer)).find(line4=>line4!==void 0)}callElement(name){
return this.#calls.get(name)?.element}async showAllOf(name){await this.#calls.get(name)?.showAll()}hint(){for(const call of this.#calls.values())call.hint();for(const line4 of this.#lines.
values()){if(line4 instanceof EditField&&line4.isMain)line4.hint(textHints(line4.place,this.#context))}}unfold(){if(this.element.classList.contains("is-folded"))
this.toggleFold()}toggleFold(){const isFolded=this.element.classList.toggle("is-folded");if(isFolded)this.#context.folds.delete(this.#foldKey);else this.#context.
folds.add(this.#foldKey);this.element.querySelector(".unfold")?.setAttribute("aria-expanded",String(!isFolded))}get#foldKey(){return`step:${this.step.name}`}#drawHead(){
const{step}=this;const at=this.element.querySelector(".step-at");at.href=`#${this.element.id}`;if(step.name!==FINAL)at.textContent=Number.isNaN(step.number)?"+":
String(step.number);else at.replaceChildren(icon("i-flag","icon icon-small"));at.title=interpolate(gettext("Link to %(step)s"),{step:this.title.toLocaleLowerCase()},
true);this.element.querySelector(".head-icon")?.append(icon(ICONS2[step.kind]??"i-thought","icon"));this.#text(".head-name",step.agent?interpolate(gettext("Sub-\
agent %(name)s"),{name:this.#context.agentAt(step.name)||step.agent},true):headOf(step.kind));this.#text(".step-head .gist",this.#repeatsTask?gettext("the task,\
 as above"):step.folded?step.fields[0]?.text.slice(0,120)??"":"");toggle(this.element,"error",step.error==="agent");toggle(this.element,"unfold",step.folded);this.
element.querySelector(".unfold")?.setAttribute("aria-expanded","false");this.element.querySelector(".unfold")?.addEventListener("click",()=>this.toggleFold());const facts2=this.
element.querySelector(".facts");showFacts(facts2,step.spent?factsOf(step.spent):[])}#refreshCalls(){const{corrections}=this.#context;const{name}=this.step;const isOurs=name.
startsWith("+");const shown=isOurs?this.step.calls.map(call=>call.name):corrections.arrangement.shownCallsOf(name);const views=shown.map(call=>this.#callView(call)).
filter(view=>view!==void 0);for(const view of views)view.refresh({isRemoved:corrections.arrangement.isRemoved(view.call.name)});place(this.element.querySelector(
".step-calls"),views.map(({element:element2})=>element2))}#callView(name){const known=this.#calls.get(name);if(known)return known;const index=this.step.calls.findIndex(
call2=>call2.name===name);const value=this.#context.corrections.insertedValue(name);const call=value?insertedCall(name,value):this.step.calls[index];if(!call)return void 0;
const home=value?{step:name,at:""}:{step:this.step.name,at:`/tool_calls/${index}`};const number2=value?"+":index+1;const view=new CallView(call,home,this.#context,
`${this.title}, ${interpolate(gettext("call %(number)s"),{number:number2},true)}`);this.#calls.set(name,view);return view}#line(field4){const edit=field4.edit&&
this.#context.canEdit;const step=this.step.name===FINAL?null:this.step.name;const line4=fieldLine({step,field:{...field4,edit},title:`${this.title}, ${labelOf(field4.
key)}`},this.#context);this.#lines.set(field4.pointer,line4);if(line4 instanceof EditField&&line4.adder)this.element.querySelector(".step-head .facts")?.after(line4.
adder);return line4}#text(selector,text3){const place2=this.element.querySelector(selector);if(place2)place2.textContent=text3}};function titleOf2({name,number:number2}){
if(name===FINAL)return gettext("Final answer");if(name.startsWith("+"))return gettext("Inserted step");return interpolate(gettext("Step %(number)s"),{number:number2},
true)}function repeatsTask({kind,fields,calls},{task,canEdit,canMark}){return kind==="prompt"&&!canEdit&&!canMark&&calls.length===0&&fields.length===1&&fields[0].
text.trim()===task.trim()}var saysOnlyText=({fields})=>["content","text"].includes(fields[0].key);var REASONING=new Set(["thinking","thought","reasoning","conte\
nt","text"]);var isReasoning=({kind},key)=>kind==="agent"&&REASONING.has(key);var CompareRow=class{element=fromTemplate("compare-row-template");step;#views;constructor(row3,beside,context){this.step={...row3,calls:[]};this.element.id=anchorOf(
row3.name);this.element.dataset.step=row3.name;this.element.classList.toggle("is-same",row3.is_same);const sides=beside.inOrder(row3.sides);this.#views=sides.map(
step=>step&&new StepView(step,{...context,canEdit:false,canMark:false,judges:[],corrections:untouched2(step)}));this.element.append(...this.#views.map((view,at)=>this.#side(
view,beside.pair.labels[at],at)));this.#drawHead(row3,beside)}get title(){return interpolate(gettext("Row %(number)s"),{number:this.step.number},true)}toggleFold(){
const fold=this.element.querySelector("[data-shows=fold-beginning]:not([hidden]) button");if(fold instanceof HTMLElement)return fold.click();for(const view of this.#views)
if(view?.step.folded)view.toggleFold()}refresh(){}refreshRows(){}lineAt(){return void 0}get parts(){const views=this.#views.filter(view=>view!==null);return views.
flatMap(view=>[void 0,...view.step.calls.map(({name})=>name)].map(call=>({view,call})))}callElement(name){return this.#views.map(view=>view?.callElement(name)).
find(element2=>element2!==void 0)}#side(view,label,at){const side=view?.element??fromTemplate("compare-none-template");side.classList.add("compare-side",at===0?
"is-first":"is-second");if(view)side.setAttribute("aria-label",`${label}, ${view.title}`);view?.element.querySelector(".step-at")?.replaceWith();const name=view?.
element.querySelector(".head-name");if(view&&name&&view.step.kind!=="answer"&&view.step.number!==this.step.number)name.textContent=`${view.step.number} \xB7 ${name.
textContent}`;return side}#drawHead(row3,beside){const at=this.element.querySelector(".step-at");at.href=`#${this.element.id}`;at.textContent=String(row3.number);
at.title=row3.is_same?gettext("Both did the same here"):gettext("Here they differ");at.setAttribute("aria-label",`${this.title}: ${at.title}`);const who=beside.
letterOf(row3.name);if(!row3.is_same)this.element.querySelector(".compare-at")?.append(who===""?mark("differs",gettext("Differs")):who);toggle(this.element,"fol\
d-beginning",row3.name==="0"&&beside.beginning>0);const words3=this.element.querySelector("[data-shows=fold-beginning] .folded-words");if(words3)words3.textContent=
beside.foldTitle}};var untouched2=step=>({arrangement:{isRemoved:()=>false,moved:[],shownCallsOf:()=>step.calls.map(({name})=>name)},editsOf:()=>[],editAt:()=>void 0,
insertedValue:()=>void 0,isChanged:()=>false});var patternOf=(wanted,matchCase=false)=>new RegExp(wanted.replace(/[\\^$.*+?()[\]{}|/]/g,"\\$&"),matchCase?"gu":"giu");var EDGE_PIXELS=32;function bringIntoSight(what,inside){for(let box2=inside;box2&&box2!==document.body;box2=box2.parentElement){if(box2.scrollHeight<=box2.clientHeight||
!/auto|scroll/.test(getComputedStyle(box2).overflowY))continue;const{top,height}=box2.getBoundingClientRect();box2.scrollTop+=offBy(what,top,height)}scrollBy(0,
offBy(what,0,innerHeight))}function offBy(what,top,height){const at=what.getBoundingClientRect();const isSeen=at.top>=top&&Math.min(at.bottom,at.top+height)<=top+
height-Math.min(EDGE_PIXELS,height/4);return isSeen?0:at.top-top-height/3}var NAME="found";var Finding=class{#turn=0;clear(){this.#turn+=1;if("highlights"in CSS)CSS.highlights.delete(NAME)}async show(view,call,wanted,{whole:whole2,settle}){
this.clear();const turn=this.#turn;const pattern=patternOf(wanted);const places2=[];for(const part2 of view instanceof CompareRow?view.parts:[{view,call}])places2.
push(...await unfold2(part2,whole2,pattern));if(turn!==this.#turn||places2.length===0)return;settle();const found2=places2.flatMap(place2=>rangesIn(place2,pattern));
if(found2.length>0)mark2(found2);else selectTyped(places2[0],pattern)}};async function unfold2({view,call},whole2,pattern){const place2=call===void 0?view.element.
querySelector(".step-fields"):view.callElement(call);if(!place2)return[];if(view.element.matches(".is-folded"))view.toggleFold();if(call!==void 0)await unfoldResult(
view,call,field4=>whole2(view.step.name,field4),pattern);for(const long of place2.querySelectorAll("long-text"))if(long instanceof LongText)await long.openFor(pattern);
return[place2]}async function unfoldResult(view,call,whole2,pattern){const fold=view.callElement(call)?.querySelector("details.result:not([open])");const result=view.
step.calls.find(({name})=>name===call)?.result;if(!(fold instanceof HTMLDetailsElement)||!result||!await has(()=>whole2(result),pattern))return;const isDrawn=new Promise(
done=>fold.addEventListener("toggle",done,{once:true}));fold.open=true;await isDrawn}function rangesIn(place2,pattern){const found2=[];const texts=document.createTreeWalker(
place2,NodeFilter.SHOW_TEXT);for(let node=texts.nextNode();node;node=texts.nextNode()){if(!node.parentElement?.checkVisibility()||node.parentElement.closest("bu\
tton:not(.label), .badge, textarea"))continue;for(const{index,0:text3}of(node.textContent??"").matchAll(pattern)){const range2=new Range;range2.setStart(node,index);
range2.setEnd(node,index+text3.length);found2.push(range2)}}return found2}function mark2(ranges){if("highlights"in CSS)CSS.highlights.set(NAME,new Highlight(...ranges));else
getSelection()?.setBaseAndExtent(ranges[0].startContainer,ranges[0].startOffset,ranges[0].endContainer,ranges[0].endOffset);bringIntoSight(ranges[0],ranges[0].startContainer.
parentElement)}function selectTyped(place2,pattern){for(const area of place2.querySelectorAll("textarea")){const[match]=area.value.matchAll(pattern);if(!match||
!area.checkVisibility())continue;area.setSelectionRange(match.index,match.index+match[0].length);return bringIntoSight(area,area.parentElement)}}var HINT_MILLISECONDS=300;var HintsSoon=class{#hint;#names=new Set;#timer;constructor(hint){this.#hint=hint}add(names){for(const name of names)this.#names.add(name);
clearTimeout(this.#timer);this.#timer=setTimeout(()=>this.#now(),HINT_MILLISECONDS)}#now(){for(const name of this.#names)this.#hint(name);this.#names.clear()}};var AgentFold=class{element=fromTemplate("agent-fold-template");step;title;#isOpen;#toggle;constructor(name,fold,{isOpen,toggle:toggle2,ofCall}){this.step={name,
calls:[]};this.title=foldTitle(fold);this.#isOpen=isOpen;this.#toggle=toggle2;this.element.id=anchorOf(name);this.element.dataset.step=name;this.element.setAttribute(
"aria-label",this.title);this.element.querySelector(".step-at")?.append(icon("i-agent","icon icon-small"));this.#text(".head-name",this.title);this.#text(".of-c\
all",ofCall);this.#text(".gist",fold.prompt);showFacts(this.element.querySelector(".facts"),factsOf2(fold));const errors=this.element.querySelector(".badge-erro\
r");errors.hidden=fold.errors===0;this.#text(".badge-error span",counted3(ngettext("%(count)s tool error","%(count)s tool errors",fold.errors),fold.errors));this.
refresh()}toggleFold(){this.#toggle()}refresh(){this.element.querySelector("button")?.setAttribute("aria-expanded",String(this.#isOpen()))}refreshRows(){}unfold(){}lineAt(){
return void 0}callElement(){return void 0}#text(selector,text3){const place2=this.element.querySelector(selector);if(place2)place2.textContent=text3}};var foldTitle=({
kind,agent})=>interpolate(gettext("Sub-agent %(name)s"),{name:kind||agent},true);function factsOf2({steps,calls,seconds,tokens}){const counts2=[{text:counted3(ngettext(
"%(count)s step","%(count)s steps",steps),steps),title:""},{text:counted3(ngettext("%(count)s call","%(count)s calls",calls),calls),title:""}];const took=durationFact(
seconds,gettext("From its first step to its last"));return[...counts2,took,tokenFact(tokens)].filter(fact=>fact!==void 0)}var counted3=(words3,count)=>interpolate(
words3,{count:count.toLocaleString()},true);var FoldedRows=class{element=fromTemplate("folded-rows-template");step;title;constructor(name,title){this.step={name,calls:[]};this.title=title;this.element.id=
anchorOf(name);this.element.dataset.step=name;const words3=this.element.querySelector(".folded-words");if(words3)words3.textContent=title}toggleFold(){this.element.
querySelector("[data-act=unfold-beginning]")?.click()}refresh(){}refreshRows(){}lineAt(){return void 0}callElement(){return void 0}};var StepViews=class{#steps;#context=void 0;constructor(steps){this.#steps=steps}open({canEdit,canMark,comparer,judges}){const{agents,corrections,data}=this.#steps;
const{display,pair,task}=data.trace;this.#context={corrections,comparer,canEdit,canMark,judges,agentAt:step=>agents.nameAt(step),panes:display.panes!==null,task,
folds:new Set,whole:(at,field4)=>data.whole(at,field4),wholeAt:(at,pointer)=>data.wholeAt(at,pointer),argumentsOf:tool=>data.argumentsOf(tool),known:()=>data.known,
blocks:call=>data.blocks(call),imageAt:attachment=>data.imageAt(attachment),diffView:{value:pair?"unified":display.diff_view}}}viewOf(name){if(this.#steps.beside&&
name!==FINAL)return this.#rowOf(name,this.#steps.beside);if(this.#steps.isFold(name))return this.#foldOf(name);const step=this.#stepOf(name);return step&&new StepView(
step,this.#context)}#foldOf(name){const fold=this.#steps.agents.fold(name);const isOneOfSeveral=fold.step!==null&&fold.call!==null&&this.#steps.data.callCounts[fold.
step]>1;const ofCall=isOneOfSeveral?interpolate(gettext("call %(number)s"),{number:Number(fold.call)+1},true):"";return new AgentFold(name,fold,{isOpen:()=>this.#steps.
agents.isOpen(name),toggle:()=>this.#steps.toggleAgent(name),ofCall})}#rowOf(name,beside){if(beside.isFold(name))return new FoldedRows(name,beside.foldTitle);const row3=this.#steps.
data.step(name);return row3&&new CompareRow(row3,beside,this.#context)}#stepOf(name){if(name===FINAL)return finalStep(this.#steps.data.trace.final_answer);const value=this.#steps.
corrections.insertedValue(name);return value===void 0?this.#steps.data.step(name):insertedStep(name,value)}};var finalStep=field4=>({name:FINAL,number:NaN,kind:"\
answer",error:"",agent:"",spent:null,folded:false,fields:[field4],calls:[]});var SubAgents=class{#folds;#open=new Set;#own=[];#around=new Map;#every=[];#arranged;constructor(folds){this.#folds=new Map(folds.map(fold=>[`agent-${fold.first}`,
fold]));for(const[name,{first,stop}]of this.#folds){for(let index=first;index<stop;index+=1)this.#own[index]=[...this.#own[index]??[],name]}}lines(arrangement){
if(this.#folds.size===0)return arrangement.shown;if(this.#arranged!==arrangement.shown)this.#arrange(arrangement);return this.#every}isHidden(name){return this.
around(name).some(fold=>!this.#open.has(fold))}around(name){return this.#around.get(name)??[]}fold(name){return this.#folds.get(name)}nameAt(step){const fold=this.#folds.
get(this.#ownOf(step).at(-1)??"");return fold?fold.kind||fold.agent:""}isOpen(fold){return this.#open.has(fold)}setOpen(fold,isOpen){if(isOpen)this.#open.add(fold);else
this.#open.delete(fold)}reveal(name){const closed=this.around(name).filter(fold=>!this.#open.has(fold));for(const fold of closed)this.#open.add(fold);return closed}placeBefore(name){
const fold=this.#folds.get(name);return fold&&`${fold.first-1}.${Number.MAX_SAFE_INTEGER}`}#arrange({shown,moved:moved3,isNatural}){const places2=isNatural&&shown.
every(isOfDocument)?this.#own:this.#places(shown,new Set(moved3));this.#arranged=shown;this.#every=[];this.#around.clear();shown.forEach((name,index)=>{const around=places2[index]??
[];around.forEach((fold,depth)=>{if(this.#around.has(fold))return;this.#around.set(fold,around.slice(0,depth));this.#every.push(fold)});this.#around.set(name,around);
this.#every.push(name)})}#ownOf(step){return isOfDocument(step)&&this.#own[Number(step)]||[]}#places(shown,moved3){const isFixed=shown.map(name=>isOfDocument(name)&&
!moved3.has(name));const ahead=[];let next=[];for(let index=shown.length-1;index>=0;index-=1){ahead[index]=next;if(isFixed[index])next=this.#ownOf(shown[index])}
let before=[];return shown.map((name,index)=>{const own2=this.#ownOf(name);const innermost=own2.at(-1)??"";const isAtHome=isFixed[index]||before.includes(innermost)||
ahead[index].includes(innermost);before=isAtHome?own2:before.filter((fold,depth)=>ahead[index][depth]===fold);return before})}};var isOfDocument=name=>/^\d+$/.test(
name);function fillWithGaps(root,wanted){const staying=new Set(wanted);let at=root.firstElementChild;for(const item of wanted){if(typeof item==="number"){while(at&&!isGap(
at)&&!staying.has(at))at=removed(at);const gap=at&&isGap(at)?at:root.insertBefore(newGap(root),at);gap.style.height=`${item}px`;at=gap.nextElementSibling}else{while(at&&
at!==item&&!staying.has(at))at=removed(at);if(at===item)at=at.nextElementSibling;else root.insertBefore(item,at)}}while(at)at=removed(at)}function removed(element2){
const next=element2.nextElementSibling;element2.remove();return next}var isGap=element2=>element2.classList.contains("list-gap");function newGap(root){const gap=document.
createElement(root.matches("ol, ul")?"li":"div");gap.className="list-gap";gap.setAttribute("aria-hidden","true");return gap}var MARGIN_PIXELS=600;var MOST_KEPT=120;var VirtualList=class{#root;#edge;#margin;#keys=[];#places=new Map;#elements=new Map;#heights=new Map;#shown=[];#observer=new ResizeObserver(
entries=>this.#measured(entries));#keyOf=new WeakMap;constructor(root,edge){this.#root=root;this.#edge=edge;this.#margin=edge.margin??MARGIN_PIXELS;document.addEventListener(
"scroll",({target})=>target instanceof Node&&target.contains(root)&&this.render(),{capture:true,passive:true});addEventListener("resize",()=>this.render())}show(keys){
this.#keys=keys;this.#places=new Map(keys.map((key,index)=>[key,index]));for(const key of[...this.#elements.keys()])if(!this.#places.has(key))this.drop(key);this.
render()}clear(){for(const key of[...this.#elements.keys()])this.drop(key);this.#heights.clear();this.show([])}drop(key){const element2=this.#elements.get(key);
if(!element2)return;this.#observer.unobserve(element2);element2.remove();this.#elements.delete(key)}remake(keys){const anchor=this.#anchor();for(const key of keys)
this.drop(key);this.render({anchor})}elementOf(key){return this.#elements.get(key)}keyOf(inside){for(let at=inside;at&&at!==this.#root;at=at.parentElement){const key=this.#keyOf.
get(at);if(key!==void 0)return key}}scrollTo(key,block="nearest"){if(!this.#places.has(key))return;for(let round=0;round<4;round+=1){this.render({wanted:key});const element2=this.#elements.
get(key);if(!element2)return;const before=element2.getBoundingClientRect().top;element2.scrollIntoView({block});if(round>0&&Math.abs(before-element2.getBoundingClientRect().
top)<1)break}this.render()}render({wanted,anchor=this.#anchor()}={}){const indices=this.#indices(this.#tops(),wanted);this.#place(indices);if(this.#measure(indices))
this.#place(indices);const held=this.#elements.get(anchor?.key??"");if(anchor&&held?.isConnected)this.#scrollBy(held.getBoundingClientRect().top-anchor.top);this.#forgetOldest();
this.#shown=indices.map(index=>this.#keys[index]);this.#edge.seen?.(this.#shown)}#tops(){const tops=new Float64Array(this.#keys.length+1);this.#keys.forEach((key,index)=>tops[index+
1]=tops[index]+this.#heightOf(key));return tops}#heightOf(key){return this.#heights.get(key)??this.#edge.estimate(key)}#indices(tops,wanted){const{top,bottom}=this.#window();
const found2=new Set;for(let index=indexAt(tops,top-this.#margin);index<this.#keys.length&&tops[index]<bottom+this.#margin;index+=1){found2.add(index)}for(const key of[
...this.#held(),wanted]){const index=key===void 0?void 0:this.#places.get(key);if(index!==void 0)found2.add(index)}return[...found2].sort((a,b)=>a-b)}#window(){
const list2=this.#root.getBoundingClientRect();const box2=scrollerOf(this.#root);const seen=box2?box2.getBoundingClientRect():{top:0,bottom:innerHeight};return{
top:seen.top-list2.top,bottom:Math.min(seen.bottom,innerHeight)-list2.top}}#held(){const selection=getSelection();const nodes=[document.activeElement,selection&&
!selection.isCollapsed?selection.anchorNode:null];return nodes.map(node=>{const element2=node instanceof Element?node:node?.parentElement;return element2&&this.#root.
contains(element2)?this.keyOf(element2):void 0})}#anchor(){const{top,bottom}=this.#window();const list2=this.#root.getBoundingClientRect().top;const seen=this.#shown.
filter(key2=>{const box2=this.#elements.get(key2)?.isConnected&&this.#elements.get(key2)?.getBoundingClientRect();return box2&&box2.bottom-list2>top&&box2.top-list2<
bottom});const key=seen.find(each=>each===this.#edge.here?.())??seen[0];return key===void 0?void 0:{key,top:this.#elements.get(key).getBoundingClientRect().top}}#place(indices){
const wanted=[];let next=0;for(const index of[...indices,this.#keys.length]){const gap=this.#keys.slice(next,index).reduce((sum3,key)=>sum3+this.#heightOf(key),
0);if(index>next)wanted.push(gap);if(index<this.#keys.length)wanted.push(this.#elementFor(this.#keys[index]));next=index+1}fillWithGaps(this.#root,wanted)}#elementFor(key){
const known=this.#elements.get(key);const element2=known??this.#edge.make(key);if(!known){this.#keyOf.set(element2,key);this.#observer.observe(element2)}this.#elements.
delete(key);this.#elements.set(key,element2);return element2}#measure(indices){let differs2=false;for(const index of indices){const key=this.#keys[index];const height=this.#elements.
get(key).getBoundingClientRect().height;if(height===0||this.#heights.get(key)===height)continue;differs2||=this.#heightOf(key)!==height;this.#heights.set(key,height)}
return differs2}#measured(entries){let grown=0;for(const{target}of entries){const key=this.#keyOf.get(target);const{height,bottom}=target.getBoundingClientRect();
if(key===void 0||height===0)continue;const before=this.#heights.get(key);this.#heights.set(key,height);const top=scrollerOf(this.#root)?.getBoundingClientRect().
top??0;if(before!==void 0&&bottom-(height-before)<top)grown+=height-before}this.#scrollBy(grown);if(entries.some(({target})=>this.#lacksAround(target)))this.render()}#lacksAround(target){
const last=this.#elements.get(this.#shown.at(-1)??"");return target.isConnected&&last!==void 0&&last.getBoundingClientRect().bottom<innerHeight+this.#margin/2}#scrollBy(pixels){
if(Math.abs(pixels)<.5)return;const box2=scrollerOf(this.#root);if(box2)box2.scrollTop+=pixels;else scrollBy(0,pixels)}#forgetOldest(){for(const[key,element2]of this.#elements){
if(this.#elements.size<=MOST_KEPT)return;if(!element2.isConnected)this.drop(key)}}};function indexAt(tops,height){let low=0,high=tops.length-1;while(low<high){const middle=low+
high>>1;if(tops[middle+1]<=height)low=middle+1;else high=middle}return low}function scrollerOf(root){for(let at=root.parentElement;at&&at!==document.body;at=at.
parentElement){if(/auto|scroll/.test(getComputedStyle(at).overflowY))return at}return null}var TraceSteps=class extends HTMLElement{data=void 0;corrections=new Corrections([]);here;#options=void 0;beside;agents=new SubAgents([]);#maker=new StepViews(this);#views=new Map;#list=new VirtualList(
this,{make:name=>this.#make(name),estimate:name=>name in this.#estimates?this.#estimates[name]:this.isFold(name)?FOLD_PIXELS:this.data.estimate(name),here:()=>this.
here,seen:names=>this.data?.want(names.filter(name=>/^\d+$/.test(name)&&!this.beside?.isFold(name)))});finding=new Finding;#goal;#hints=new HintsSoon(name=>this.#hint(
this.#views.get(name)));#estimates={[FINAL]:120};open(data,options2){[this.data,this.#options]=[data,options2];this.corrections=new Corrections(data.callCounts);
this.beside=data.trace.pair?.is_traces?new SideBySide(data.trace.pair,data.trace.rows):void 0;this.agents=new SubAgents(this.beside?[]:data.trace.folds??[]);this.
corrections.addEventListener("change",event=>this.#changed(event.detail.steps));data.addEventListener("steps",event=>this.#arrived(event.detail));data.addEventListener(
"known",()=>this.#hints.add([...this.#views.keys()]));this.#follow(data.trace.display);this.#maker.open(options2);this.#views.clear();this.here=void 0;this.#list.
clear();this.#list.show(this.names)}#follow(display){this.classList.toggle("has-light-terminals",display.terminal_theme==="light");this.classList.toggle("is-com\
pact",display.compact);this.classList.toggle("is-hiding-numbers",!display.show_step_numbers);this.classList.toggle("is-hiding-tools",!display.show_tool_badges);
this.classList.toggle("is-hiding-reasoning",!display.show_reasoning);this.classList.toggle("has-panes",display.panes!==null)}get canEdit(){return this.#options.
canEdit}get names(){return this.beside?.shown(this.everyName)??this.everyName.filter(name=>!this.agents.isHidden(name))}get everyName(){return[...this.agents.lines(
this.corrections.arrangement),...this.data.trace.final_answer?[FINAL]:[]]}get mapped(){return this.beside?this.names:this.everyName}isFold(name){return this.agents.
fold(name)!==void 0}view(name){return this.#list.elementOf(name)&&this.#views.get(name)}nameOf(element2){return this.#list.keyOf(element2)}mark(name){if(name===
void 0||name===this.here)return;this.#list.elementOf(this.here??"")?.classList.remove("is-here");this.here=name;this.#list.elementOf(name)?.classList.add("is-he\
re");this.dispatchEvent(new CustomEvent("trace-steps:here",{bubbles:true}))}foldBeginning(isFolded){if(!this.beside||this.beside.beginning===0||this.beside.isFolded===
isFolded)return;this.beside.isFolded=isFolded;this.#list.drop("0");this.#list.show(this.names);this.dispatchEvent(new CustomEvent("trace-steps:fold",{bubbles:true}))}toggleAgent(name){
this.agents.setOpen(name,!this.agents.isOpen(name));if(this.here!==void 0&&this.agents.isHidden(this.here))this.mark(name);this.#refold()}#reveal(name){if(this.
agents.reveal(name).length>0)this.#refold()}#refold(){this.#list.show(this.names);for(const[name,view]of this.#views)if(this.isFold(name))view.refresh();this.dispatchEvent(
new CustomEvent("trace-steps:fold",{bubbles:true}))}goTo(name,{call,focus=true,wanted=""}={}){if(this.beside?.isHidden(name)&&!this.beside.isFold(name))this.foldBeginning(
false);this.#reveal(name);this.mark(name);this.#list.scrollTo(name);const view=this.#views.get(name);this.#goal=view?void 0:{name,how:{call,focus,wanted}};const inside=call===
void 0?void 0:view?.callElement(call);inside?.scrollIntoView({block:"nearest"});if(focus)(inside??view?.element.querySelector("a, button"))?.focus({preventScroll:true});
if(!view||wanted==="")return;const whole2=(step,field4)=>this.data.whole(step,field4);void this.finding.show(view,call,wanted,{whole:whole2,settle:()=>this.#list.
scrollTo(name)})}async reach(name,how){if(!this.everyName.includes(name)||this.beside&&name!==FINAL)return void 0;this.goTo(name,how);if(this.#isToCome(name))await this.#arrival(
name);this.view(name)?.unfold();return this.view(name)}async fieldAt(at){const name=stepAt(at);if(!this.everyName.includes(name))return void 0;this.#reveal(name);
this.#list.scrollTo(name);if(this.#isToCome(name)){await this.#arrival(name);this.#list.scrollTo(name)}return this.fieldInPage(at)}get arrivalHere(){return this.
here!==void 0&&this.#goal?.name===this.here?this.#arrival(this.here):void 0}#isToCome(name){return/^\d+$/.test(name)&&!this.view(name)}async#arrival(name){await this.
data.arrival(name).catch(error=>{if(!(error instanceof TypeError))throw error})}fieldInPage(at){const step=at.slice(0,at.indexOf(":"));const line4=this.view(stepAt(
at))?.lineAt(step===""?FINAL:step,at.slice(at.indexOf(":")+1));return line4 instanceof EditField?line4:void 0}get judges(){return this.beside?[]:this.#options.judges.
filter(({hidden})=>!hidden)}refreshRows(places2){for(const name of places2?new Set(places2.map(stepAt)):this.#views.keys())this.#views.get(name)?.refreshRows()}get callHere(){
const call=document.activeElement?.closest("[data-call]");return call&&this.contains(call)&&this.nameOf(call)===this.here?call.getAttribute("data-call"):null}goToPlace(at){
const[place2]=at.split(":");const name=stepAt(at);if(at!==""&&this.everyName.includes(name))this.goTo(name,{call:place2.includes(".")?place2:void 0})}originalAt(at){
const[name]=at.split(":");const step=name===""?void 0:this.data.step(name);const fields=name===""?[this.data.trace.final_answer]:[...step?.fields??[],...step?.calls.
flatMap(({inputs})=>inputs)??[]];const field4=fields.find(each=>each?.pointer===at.slice(name.length+1));return field4&&field4.text.length>=field4.chars?field4.
text:void 0}#make(name){const view=this.#maker.viewOf(name);if(!view)return this.#placeholder(name);this.#views.set(name,view);view.element.classList.toggle("is\
-here",name===this.here);this.#hint(view);this.#nest(name,view.element);return view.element}#nest(name,element2){const depth=this.agents.around(name).length;element2.
classList.toggle("is-nested",depth>0);element2.style.setProperty("--depth",String(depth))}#placeholder(name){this.#views.delete(name);const element2=fromTemplate(
"step-waiting-template");element2.style.height=`${this.data.estimate(name)}px`;element2.id=anchorOf(name);this.#nest(name,element2);return element2}#arrived(names){
this.#list.remake(names.filter(name=>this.#list.elementOf(name)&&!this.#views.has(name)));if(this.#goal&&names.includes(this.#goal.name))this.goTo(this.#goal.name,
this.#goal.how)}#changed(steps){for(const name of steps??[...this.#views.keys()]){const view=this.#views.get(name===""?FINAL:name);if(view&&this.#isOutdated(view))
this.#list.drop(name);else view?.refresh()}if(steps?.length===0)for(const view of this.#views.values())view.refresh();this.#hints.add((steps??[...this.#views.keys()]).
map(name=>name===""?FINAL:name));this.#list.show(this.names);for(const[name,view]of this.#views)this.#nest(name,view.element);this.dispatchEvent(new CustomEvent(
"trace-steps:change",{bubbles:true}))}#hint(view){if(this.data.known&&view instanceof StepView)view.hint()}#isOutdated({step}){return step.name.startsWith("+")&&
step.from!==this.corrections.insertedValue(step.name)}};var FOLD_PIXELS=74;var stepAt=at=>at.startsWith(":")||at===""?FINAL:at.split(/[:.]/)[0];customElements.define(
"trace-steps",TraceSteps);function apart({edits=[],inserted={},order:order2=null,calls={}},counts2){const places2=new Map;const list2={inserted,edits};addList(places2,"step",order2??naturalSteps(
counts2),naturalSteps(counts2),list2);for(const[step,names]of Object.entries(calls))addList(places2,"call",names,naturalCalls(step,counts2),list2);for(const{step,
pointer,text:text3,reason}of edits){if(!Object.hasOwn(inserted,step??""))places2.set(`edit ${step??""}:${pointer}`,{text:text3,reason})}return places2}function together(places2,counts2){
const natural=naturalSteps(counts2);const order2=arranged(natural,of(places2,"step"));const steps=[...new Set([...of(places2,"call").keys()].map(call=>call.split(
".")[0]))];const calls=steps.map(step=>[step,arranged(naturalCalls(step,counts2),of(places2,"call",`${step}.`))]);const inserted=[...of(places2,"step"),...of(places2,
"call")].filter(([,stands])=>"inserted"in stands);const edits=[...of(places2,"edit")].map(([at,edit])=>({step:at.split(":")[0]||null,pointer:at.slice(at.indexOf(
":")+1),...edit}));return{edits:[...edits,...inserted.flatMap(([,stands])=>stands.edits)],inserted:Object.fromEntries(inserted.map(([name,stands])=>[name,stands.
inserted])),order:order2.join()===natural.join()?null:order2,calls:Object.fromEntries(calls)}}function withFreeNames(theirs,mine,from){const taken=new Set([theirs,
mine,from].flatMap(({inserted})=>Object.keys(inserted??{})));const isNew=name=>!Object.hasOwn(from.inserted??{},name);const both=Object.keys(theirs.inserted??{}).
filter(name=>isNew(name)&&Object.hasOwn(mine.inserted??{},name));const names=new Map(both.map(name=>[name,freeName2(name,taken)]));const renamed=name=>names.get(
name)??name;const entries=object=>Object.entries(object);return{edits:theirs.edits?.map(edit=>edit.step===null?edit:{...edit,step:renamed(edit.step)}),inserted:Object.
fromEntries(entries(theirs.inserted??{}).map(([name,value])=>[renamed(name),value])),order:theirs.order?.map(renamed)??null,calls:Object.fromEntries(entries(theirs.
calls??{}).map(([step,list2])=>[step,list2.map(renamed)]))}}function freeName2(name,taken){const[prefix,number2]=name.split("+");let free2=Number(number2);while(taken.
has(`${prefix}+${free2}`))free2+=1;taken.add(`${prefix}+${free2}`);return`${prefix}+${free2}`}var naturalSteps=counts2=>counts2.map((_,index)=>String(index));function addList(places2,what,names,natural,{
inserted,edits}){const inPlace=new Set(longestRising(names.map(name=>natural.indexOf(name)).filter(index=>index>=0)).map(index=>natural[index]));let after=null;
for(const name of names){if(inPlace.has(name))after=name;else if(!Object.hasOwn(inserted,name))places2.set(`${what} ${name}`,{after});else places2.set(`${what} ${name}`,
{after,inserted:inserted[name],edits:edits.filter(({step})=>step===name)})}const here=new Set(names);for(const name of natural)if(!here.has(name))places2.set(`${what}\
 ${name}`,{removed:true})}var of=(places2,what,prefix="")=>new Map([...places2].filter(([at])=>at.startsWith(`${what} ${prefix}`)).map(([at,value])=>[at.slice(what.
length+1),value]));function arranged(natural,stands){const list2=natural.filter(name=>stands.get(name)?.after===void 0);const lastBehind=new Map;let waiting2=[...stands].
filter(([,{after}])=>after!==void 0);while(waiting2.length>0){const ready=waiting2.find(([,{after:after2}])=>after2===null||list2.includes(after2));const[name,{
after=null}]=ready??waiting2[0];const before=lastBehind.get(after)??after;list2.splice(ready?list2.indexOf(before)+1:list2.length,0,name);lastBehind.set(after,name);
waiting2=waiting2.filter(([other])=>other!==name)}return list2.filter(name=>!stands.get(name)?.removed)}function apart2(answer,path=[]){if(hasIds(answer))return new Map(answer.map(each=>[JSON.stringify([...path,each.id]),each]));if(!isObject(answer))return isEmpty(
answer)?new Map:new Map([[JSON.stringify(path),answer]]);return new Map(Object.entries(answer).flatMap(([key,value])=>[...apart2(value,[...path,key])]))}function together2(places2){
const answer={};for(const[place2,value]of places2){const path=JSON.parse(place2);const last=path.pop()??"";path.reduce((inner,key)=>inner[key]??={},answer)[last]=
value}return answer}var isObject=value=>typeof value==="object"&&value!==null&&!Array.isArray(value);var hasIds=value=>Array.isArray(value)&&value.length>0&&value.
every(each=>isObject(each)&&typeof each.id==="string");var isEmpty=value=>value===null||value===void 0||value===""||Array.isArray(value)&&value.length===0;function differences(mine,theirs,from){return unionOf(mine,theirs).map(at=>({at,mine:mine.get(at),theirs:theirs.get(at),by:changedBy(mine.get(at),theirs.get(at),
from.get(at))})).filter(place2=>!sameAnswers(place2.mine,place2.theirs))}function merged(mine,theirs,sideAt){const chosen2=unionOf(mine,theirs).map(at=>[at,(sideAt(
at)==="mine"?mine:theirs).get(at)]);return new Map(chosen2.filter(([,value])=>value!==void 0))}var unionOf=(mine,theirs)=>[...new Set([...mine.keys(),...theirs.
keys()])];function changedBy(mine,theirs,from){if(sameAnswers(mine,from))return"theirs";return sameAnswers(theirs,from)?"mine":"both"}var namePlace=(question,at)=>question instanceof TraceSteps?nameInTrace(at):nameOfAnswer(question,JSON.parse(at));function textOf4(question,at,value){if(!(question instanceof
TraceSteps))return[value??gettext("(nothing)")].flat().map(inOneLine).join(", ");if(at.startsWith("edit "))return textOfEdit(value,question.originalAt(at.slice(
"edit ".length)));if(value===void 0)return at.includes("+")?gettext("(not inserted)"):gettext("(where it was)");if(value.removed)return gettext("(removed)");return[
whereBehind(value.after),..."inserted"in value?insertedTexts(value):[]].join("\n")}function nameInTrace(at){const[what,name]=[at.split(" ")[0],at.slice(at.indexOf(
" ")+1)];if(what!=="edit")return nameOfStep(name);const[step,pointer]=[name.split(":")[0],name.slice(name.indexOf(":")+1)];if(step==="")return gettext("Final an\
swer");const[,call,argument,key]=/^\/(?:tool_calls\/(\d+)\/)?(?:input\/(.+)|(.*))$/.exec(pointer)??[];const place2=nameOfStep(call===void 0?step:`${step}.${call}`);
const field4=argument??(key&&labelOf(key));return field4?`${place2}, ${field4}`:place2}function nameOfStep(name){const[step,call]=name.split(".");const title=step.
startsWith("+")?gettext("Inserted step"):interpolate(gettext("Step %(number)s"),{number:Number(step)+1},true);if(call===void 0)return title;if(call.startsWith("\
+"))return interpolate(gettext("%(step)s, inserted call"),{step:title},true);return interpolate(gettext("%(step)s, call %(number)s"),{step:title,number:Number(call)+
1},true)}function inOneLine(value){if(value?.replies)return textOfComment(value);return value?.label===void 0?[value].flat().join(" / "):said(value)}function textOfComment(comment){
const{category,text:text3,suggestion,resolved,replies}=comment;const said2=[text3,suggestion??"",...replies.map(reply=>reply.text)].filter(each=>each!=="");return[
`${nameOfPlace(comment)}, ${category}${resolved?`, ${gettext("resolved")}`:""}`,...said2].join("\n")}function nameOfAnswer(question,path){const title=question.querySelector(
"legend")?.firstChild?.textContent?.trim()??"";const row3=rowOf(question,path.at(-1)??"")?.querySelector("legend")?.textContent?.trim();if(row3)return`${title},\
 ${row3}`;if(path[0]==="comments")return interpolate(gettext("%(title)s, comment"),{title},true);if(path[0]==="file_ratings")return[title,...path.slice(1)].join(
", ");return path[0]==="texts"&&question.querySelectorAll("[data-box]").length>1?`${title}, ${path[1]}`:title}function textOfEdit(edit,original){if(!edit)return original??
gettext("(the original)");const text3=edit.text??gettext("(removed)");return edit.reason?`${text3}

${interpolate(gettext("Reason: %(reason)s"),edit,true)}`:text3}var whereBehind=after=>after===null?gettext("(at the beginning)"):interpolate(gettext("(behind %(\
place)s)"),{place:nameOfStep(after)},true);var insertedTexts=({inserted,edits})=>[typeof inserted==="string"?inserted:JSON.stringify(inserted,null,1),...edits.map(
({pointer,text:text3})=>`${labelOf(pointer.replace(/^.*\//,""))}: ${text3??gettext("(removed)")}`)];var Versions=class{#sheet;#mine;#theirs;#from;constructor(sheet,{mine,theirs,from}){this.#sheet=sheet;this.#mine=mine;this.#theirs=theirs;this.#from=from}get places(){
return this.#sheet.names.flatMap(name=>{const question=this.#sheet.question(name);return this.#differences(name).map(({at,mine,theirs,by})=>({id:`${name} ${at}`,
name:namePlace(question,at),by,mine:textOf4(question,at,mine),theirs:textOf4(question,at,theirs)}))})}get touchDifferentPlaces(){const all=this.#sheet.names.flatMap(
name=>this.#differences(name));return all.length>0&&all.every(({by})=>by!=="both")}chosen(choice){return Object.fromEntries(this.#sheet.names.map(name=>{const by=new Map(
this.#differences(name).map(difference2=>[difference2.at,difference2.by]));const sideAt=at=>choice(`${name} ${at}`)??(by.get(at)==="theirs"?"theirs":"mine");const{
mine,theirs}=this.#apart(name);return[name,{...this.#together(name,merged(mine,theirs,sideAt)),...this.#beginning(name)}]}))}#beginning(name){const[mine,theirs]=[
this.#mine,this.#theirs].map(answers=>answers[name]?.prediction);const prediction=mine??theirs;return prediction===void 0?{}:{prediction}}#differences(name){const{
mine,theirs,from}=this.#apart(name);return withTouchedSteps(differences(mine,theirs,from))}#apart(name){const[mine,theirs,from]=[this.#mine,this.#theirs,this.#from].
map(answers=>withoutBeginning(answers[name]??{}));const question=this.#sheet.question(name);if(!(question instanceof TraceSteps))return{mine:apart2(mine),theirs:apart2(
theirs),from:apart2(from)};const counts2=question.data.callCounts;const own2=withFreeNames(theirs,mine,from);return{mine:apart(mine,counts2),theirs:apart(own2,counts2),
from:apart(from,counts2)}}#together(name,places2){const question=this.#sheet.question(name);return question instanceof TraceSteps?together(places2,question.data.
callCounts):together2(places2)}};function withoutBeginning({prediction:_prediction,...answer}){return answer}function withTouchedSteps(found2){const changed=new Set(
found2.flatMap(({at,by})=>/^(?:edit|call) (\d+)[.:]/.exec(at)?.slice(1).map(step=>`step ${step} ${by}`)??[]));return found2.map(difference2=>{const{at,mine,theirs,
by}=difference2;const isRemoved=mine?.removed||theirs?.removed;const other=by==="mine"?"theirs":"mine";const isTouched=isRemoved&&(changed.has(`${at} ${other}`)||
changed.has(`${at} both`));return isTouched?{...difference2,by:"both"}:difference2})}var Deciding=class{#page;#sheet;#turn;#dialog;constructor(page,sheet,turn){this.#page=page;this.#sheet=sheet;this.#turn=turn;this.#dialog=new VersionsDialog(part(
page,"#versions-dialog",HTMLDialogElement))}begin(){const button=part(this.#page,"[data-notice=conflict] [data-act=take-both]");button.hidden=!this.#versions.touchDifferentPlaces}seeBoth(){
this.#dialog.show(this.#versions)}takeMine(){this.#dialog.close();void this.#turn().drafts.decide()}takeOther(){this.#dialog.close();const turn=this.#turn();turn.
drafts.takeNewer(answers=>turn.fill(answers))}takeBoth(){this.#take(()=>void 0)}takeChosen(){if(this.#dialog.isComplete())this.#take(this.#dialog.choice)}#take(choice){
this.#turn().fill(this.#versions.chosen(choice));this.takeMine()}get#versions(){const{status,ancestor}=this.#turn().drafts;return new Versions(this.#sheet,{mine:this.#sheet.
read(),theirs:status.newer?.answers??{},from:ancestor})}};var EVERY_MILLISECONDS2=5e3;var ICONS3={idle:"i-check",unsaved:"i-clock",saving:"i-clock",saved:"i-check","handing-in":"i-clock",offline:"i-cloud-off",conflict:"\
i-warn",elsewhere:"i-warn",finished:"i-check","signed-out":"i-warn",refused:"i-warn",over:"i-check"};var WAITING=["offline","signed-out"];var SavedStatus=class extends HTMLElement{#status={
state:"idle"};#others=0;#since=performance.now();#timer;connectedCallback(){this.#timer=setInterval(()=>this.#showTime(),EVERY_MILLISECONDS2)}disconnectedCallback(){
clearInterval(this.#timer)}show(status,others){const hasNews=status.state!==this.#status.state||status.savedAt!==this.#status.savedAt||others!==this.#others;if(!hasNews&&
this.firstChild)return;if(status.state!==this.#status.state||status.savedAt!==this.#status.savedAt)this.#since=performance.now();[this.#status,this.#others]=[status,
others];this.dataset.state=status.state;this.title=status.savedAt?wholeTime(new Date(status.savedAt)):"";const time=document.createElement("span");time.setAttribute(
"aria-hidden","true");this.replaceChildren(icon(ICONS3[status.state],"icon"),document.createTextNode(this.#words),time);this.#showTime()}#showTime(){const time=this.
querySelector("span");const{state,savedAt}=this.#status;if(time&&state==="saved"&&savedAt)time.textContent=timeAgo(performance.now()-this.#since)}get#words(){const{
state}=this.#status;const waiting2=this.#others+(WAITING.includes(state)?1:0);const words3=wordsOf2(state);if(waiting2===0)return words3;return`${words3}, ${interpolate(
ngettext("%(count)s waiting","%(count)s waiting",waiting2),{count:waiting2},true)}`}};function wordsOf2(state){const texts={idle:gettext("No changes yet"),unsaved:gettext(
"Not saved yet"),saving:gettext("Saving\u2026"),saved:gettext("Saved"),"handing-in":gettext("Submitting\u2026"),offline:gettext("Offline"),conflict:gettext("Cha\
nged elsewhere"),elsewhere:gettext("Open elsewhere"),finished:gettext("Finished elsewhere"),"signed-out":gettext("Signed out"),refused:gettext("Not saved"),over:gettext(
"Done")};return texts[state]}customElements.define("saved-status",SavedStatus);var TOLD=["conflict","elsewhere","finished","signed-out"];var DraftNotices=class{#page;#status={state:"idle"};#others=0;constructor(page){this.#page=page}show(status){
const isNewlyStopped=STOPPED.has(status.state)&&status.state!==this.#status.state;this.#status=status;this.#showInBar();for(const state of TOLD)this.#notice(state).
hidden=status.state!==state;this.#stopTyping(STOPPED.has(status.state)||status.state==="over");if(isNewlyStopped)this.goToDecision();this.#showTroubleWithStorage();
this.#showWaitingSubmit();this.#showRefusal()}showOthers(others){this.#others=others;this.#showInBar()}goToDecision(){const[first]=this.#notice(this.#status.state).
getElementsByTagName("button");first.focus()}#stopTyping(isStopped){for(const each of this.#page.querySelectorAll(".work-steps, .work-questions, replace-bar"))each.
toggleAttribute("inert",isStopped)}#showInBar(){const place2=document.querySelector("saved-status");if(place2 instanceof SavedStatus)place2.show(this.#status,this.#others)}#showTroubleWithStorage(){
const{state,isKept=true}=this.#status;this.#notice("not-kept").hidden=isKept||state==="idle"||state==="saved"}#showWaitingSubmit(){const{state,isHandingIn=false}=this.#status;
part(this.#page,"[data-shows=waits-for-network]").hidden=!(isHandingIn&&state==="offline");part(this.#page,"[data-shows=waits-for-login]").hidden=!(isHandingIn&&
state==="signed-out")}#showRefusal(){const{state,error}=this.#status;if(["unsaved","saving","handing-in"].includes(state))return;const notice=this.#notice("refu\
sed");notice.hidden=state!=="refused";part(notice,"p").textContent=error??""}#notice(name){return part(this.#page,`[data-notice="${name}"]`)}};var StepFields=class{#last;constructor(page){page.addEventListener("focusin",({target})=>{const field4=target instanceof Element&&target.closest(".pair")?.closest(
"edit-field");if(field4 instanceof EditField)this.#last=field4})}async openNext(step){const fields=fieldsOf(step);const next=(this.#last?fields.indexOf(this.#last):
-1)+1;this.#last?.close();await fields[next%fields.length]?.open()}resetOne(step){const fields=fieldsOf(step);const field4=fields.find(each=>each===this.#last&&
each.edited)??fields.find(({edited})=>edited);if(!field4)return;field4.reset();this.#last=fields[fields.indexOf(field4)-1]}leave(step){for(const field4 of fieldsOf(
step))field4.close();this.#last=void 0}};function fieldsOf(step){const fields=[...step?.querySelectorAll("edit-field")??[]].filter(field4=>field4 instanceof EditField);
return fields.sort((a,b)=>rank2(a)-rank2(b))}var rank2=({isMain,isBlank})=>isBlank?2:isMain?0:1;var Flags=class{#page;#here;#skip;#dialog;#form;#work=void 0;#flags=[];#sent="other";#isBusy=false;#try={content:"",key:""};constructor(page,{here,skip}){this.#page=
page;this.#here=here;this.#skip=skip;this.#dialog=part(page,"#flag-dialog",HTMLDialogElement);this.#form=part(this.#dialog,"form",HTMLFormElement);this.#form.addEventListener(
"submit",event=>{event.preventDefault();if(!this.#form.hidden)void this.#send()});this.#form.addEventListener("input",()=>this.#refresh())}open(work){this.#work=
work;this.#dialog.close();this.#clear();this.#show(work.flags??[])}ask(){this.#showSent(false);this.#offerStep();this.#dialog.showModal();part(this.#form,this.#reason?
"[name=reason]:checked":"[name=reason]").focus()}skip(){this.#dialog.close();this.#skip(interpolate(gettext("Flagged: %(reason)s"),{reason:REASONS[this.#sent]()},
true))}async withdraw(id){const flag=this.#flags.find(each=>String(each.id)===id);if(flag)await this.#post(flag.withdraw,{},newKey(),problem=>this.#tell(problem))}async#send(){
const content={reason:this.#reason,note:this.#note.value.trim(),step:this.#step};const problem=problemOf(content);this.#complain(problem);if(problem)return part(
this.#form,content.reason?"[name=note]":"[name=reason]").focus();if(this.#try.content!==JSON.stringify(content))this.#try={content:JSON.stringify(content),key:newKey()};
const isTaken=await this.#post(this.#work.urls.flag,content,this.#try.key,text3=>this.#complain(text3));if(!isTaken)return;this.#sent=content.reason;this.#clear();
this.#showSent(true)}async#post(url,content,key,complain){if(this.#isBusy)return false;const work=this.#work;this.#setBusy(true);try{const{status,body}=await request(
"POST",url,content,key);if(work!==this.#work)return false;if(body.flags)this.#show(body.flags);if(status!==200)complain(status===401?signedOut():body.error);return status===
200}catch(error){if(!(error instanceof TypeError))throw error;complain(gettext("The server cannot be reached, so nothing was sent. What you wrote stays here: se\
nd it again when you are back online."));return false}finally{this.#setBusy(false)}}#show(flags){this.#flags=flags;const place2=part(this.#page,"[data-shows=fla\
gs]");place2.hidden=flags.length===0;place2.replaceChildren(...flags.map(noticeOf))}#tell(problem){const text3=Object.assign(document.createElement("p"),{className:"\
small tone-wrong",textContent:problem});text3.setAttribute("role","alert");part(this.#page,"[data-shows=flags]").append(text3)}#offerStep(){const here=this.#here();
const[first]=this.#steps.options;const isWhole2=this.#steps.value==="whole"&&this.#note.value!=="";toggle(this.#form,"step",here!==null);[first.value,first.text]=
here?[String(here.index),here.title]:["",""];this.#steps.selectedIndex=here&&!isWhole2?0:1}#showSent(isSent){const sent=part(this.#dialog,"[data-part=sent]");[this.#form.
hidden,sent.hidden]=[isSent,!isSent];if(!isSent)return;part(sent,"p").textContent=this.#sent==="secret"?gettext("Flagged, and the managers are told. Nobody else\
 is given this trace until they have decided; your draft is kept."):gettext("Flagged: the managers see it. Your draft is kept.");part(sent,this.#work.state==="s\
ubmitted"?"[data-act=close]":"[data-act=skip-flagged]").focus()}#clear(){this.#form.reset();this.#complain("");this.#refresh()}#refresh(){toggle(this.#form,"sec\
ret",this.#reason==="secret");toggle(this.#form,"note-needed",this.#reason==="other");this.#note.required=this.#reason==="other";this.#complain("")}#complain(problem){
const place2=part(this.#form,"[data-shows=problem]");[place2.hidden,place2.textContent]=[problem==="",problem]}#setBusy(isBusy){this.#isBusy=isBusy;part(this.#form,
".button-main").setAttribute("aria-busy",String(isBusy))}get#reason(){return this.#form.querySelector("[name=reason]:checked")?.getAttribute("value")??""}get#note(){
return part(this.#form,"[name=note]",HTMLTextAreaElement)}get#steps(){return part(this.#form,"[name=step]",HTMLSelectElement)}get#step(){return/^\d+$/.test(this.#steps.
value)?Number(this.#steps.value):null}};var REASONS={broken:()=>gettext("broken"),wrong_project:()=>gettext("wrong project"),secret:()=>gettext("contains a secr\
et"),other:()=>gettext("something else")};var BECAME={open:()=>gettext("A manager will look at it."),nothing_wrong:()=>gettext("A manager found nothing wrong."),
taken_out:()=>gettext("A manager took it out of the queue: others do not get it any more."),put_back:()=>gettext("A manager put it back into the queue.")};var signedOut=()=>gettext(
"You are signed out, so nothing was sent. Sign in in a new tab, come back here, and send it again.");function problemOf({reason,note:note3}){if(reason==="")return gettext(
"Choose what is wrong.");if(reason==="other"&&note3==="")return gettext("Say in a few words what is wrong.");return""}function noticeOf({id,reason,state,step}){
const notice=fromTemplate("flag-template");const what=step===null?REASONS[reason]():interpolate(gettext("%(reason)s, step %(number)s"),{reason:REASONS[reason](),
number:step+1},true);const flagged=Object.assign(document.createElement("strong"),{textContent:interpolate(gettext("You flagged this trace: %(what)s."),{what},true)});
part(notice,"p").append(flagged,` ${BECAME[state]?.()??""}`);const withdraw=part(notice,"[data-act=withdraw-flag]");withdraw.dataset.flag=String(id);withdraw.hidden=
state!=="open";return notice}var Guidelines=class{#notice;#fold;constructor(page){this.#notice=part(page,"[data-notice=guidelines]");this.#fold=part(page,"#guidelines",HTMLDetailsElement)}open(guidelines){
if(guidelines===this.#number)return;this.#notice.dataset.number=String(guidelines);this.#notice.hidden=this.#fold.hidden=false;part(this.#fold,".fold-body").dispatchEvent(
new Event("changed"))}show(){this.#fold.open=true;this.#fold.scrollIntoView({block:"nearest"});part(this.#fold,"summary").focus()}async close(){this.#notice.hidden=
true;try{await request("POST",(this.#notice.dataset.url??"").replace("/0/",`/${this.#number}/`),{})}catch(error){if(!(error instanceof TypeError))throw error}}get#number(){
return Number(this.#notice.dataset.number)}};var CaretDialog=class{#dialog;#mark;#texts=[];#choices=[];#whole="";constructor(dialog,mark3){this.#dialog=dialog;this.#mark=mark3;this.#list.addEventListener("\
change",()=>void this.#read());part(dialog,"[data-gives=mark]").addEventListener("click",()=>this.#markWith(this.#chosen));this.#area.addEventListener("beforein\
put",event=>event.preventDefault());this.#area.addEventListener("keydown",event=>this.#press(event))}async open(texts,questions,at){this.#texts=texts;this.#list.
replaceChildren(...texts.map(({at:value,title})=>new Option(title,value,false,value===at)));this.#offer(questions);this.#say("");this.#dialog.showModal();await this.#read();
this.#area.focus()}#offer(questions){const several=questions.length>1;this.#choices=questions.flatMap(question=>question.labels.map(({name,shown})=>({question,label:name,
shown:several?`${question.title}: ${shown}`:shown,key:""})));this.#choices.slice(0,9).forEach((choice,index)=>choice.key=String(index+1));const armed=this.#choices.
findIndex(({question,label})=>question.armed===label);const options2=this.#choices.map(({shown,key},index)=>new Option(key?`${key} ${shown}`:shown,String(index),
false,index===Math.max(0,armed)));this.#labels.replaceChildren(...options2)}async#read(){const text3=this.#texts.find(({at})=>at===this.#list.value);this.#whole=
"";try{this.#whole=await text3?.whole()??""}catch(error){if(!(error instanceof TypeError))throw error;this.#say(gettext("The network is down: the rest of this t\
ext cannot be read now."))}this.#area.value=this.#whole;this.#area.setSelectionRange(0,0)}#press(event){if(event.ctrlKey||event.metaKey||event.altKey)return;const byKey=this.#choices.
find(({key})=>key===event.key);if(event.key!=="Enter"&&!byKey)return;event.preventDefault();this.#markWith(byKey??this.#chosen)}get#chosen(){return this.#choices[Number(
this.#labels.value)]}#markWith(choice){const{selectionStart,selectionEnd}=this.#area;if(!choice)return;if(selectionStart===selectionEnd)return this.#say(gettext(
"Nothing is selected: hold Shift and use the arrow keys."));const[from,to]=[selectionStart,selectionEnd].map(at=>behindLineEnds(this.#whole,at));const selected={
at:this.#list.value,whole:this.#whole,from,to};const isMarked=this.#mark(choice.question,choice.label,selected);this.#say(choice.question.querySelector("[data-s\
hows=state]")?.textContent??"");if(isMarked)this.#area.setSelectionRange(selectionEnd,selectionEnd);this.#area.focus()}#say(words3){part(this.#dialog,"[role=sta\
tus]").textContent=words3}get#area(){return part(this.#dialog,"textarea",HTMLTextAreaElement)}get#list(){return part(this.#dialog,"[data-part=text]",HTMLSelectElement)}get#labels(){
return part(this.#dialog,"[data-part=label]",HTMLSelectElement)}};var MarkMenu=class{#element;#menu;constructor(element2){this.#element=element2;this.#menu=new Menu(element2)}open(marks,button,place2){this.#element.replaceChildren(
...marks.flatMap(mark3=>this.#partOf(mark3)));this.#menu.open(button,place2)}#partOf({question,span:span3}){const name=document.createElement("li");name.className=
"menu-name cut";name.textContent=`\u201C${span3.text.slice(0,60)}\u201D`;name.setAttribute("role","presentation");const labels=question.labels.map(label=>{const item=this.#item(
label.shown,()=>question.relabel(span3,label.name));const button=item.firstElementChild;button.setAttribute("role","menuitemradio");button.setAttribute("aria-ch\
ecked",String(label.name===span3.label));button.prepend(swatch(label.tone));return item});const removal=this.#item(gettext("Remove the mark"),()=>question.unmark(
span3));removal.firstElementChild?.classList.add("tone-wrong");return[name,...labels,removal]}#item(words3,act){const item=document.createElement("li");item.setAttribute(
"role","none");const button=document.createElement("button");button.type="button";button.setAttribute("role","menuitem");button.append(words3);button.addEventListener(
"click",act);item.append(button);return item}};function swatch(tone){const made2=document.createElement("span");made2.className=`swatch mark-${tone}`;made2.setAttribute(
"aria-hidden","true");return made2}var TONES=["blue","green","yellow","pink","violet","red"];var OVERLAP="mark-overlap";var HERE="mark-here";var SUGGESTED="mark-suggested";function textOf5(place2){
const first=(place2.matches("long-text")?place2.querySelector("p"):place2)?.firstChild;return first instanceof Text?first:null}var placesIn=root=>[...root.querySelectorAll(
"[data-at]")];function rangeOf(text3,{start,end}){const[from,to]=[codeUnits(text3.data,start),codeUnits(text3.data,end)];if(from>=to)return null;const range2=new Range;
range2.setStart(text3,from);range2.setEnd(text3,to);return range2}function paint(root,questions){if(!("highlights"in CSS))return;const marks=byPlace(questions,({
spans})=>spans);const suggested=byPlace(questions,({pending})=>pending);const ranges=new Map([SUGGESTED,OVERLAP,...TONES.map(tone=>`mark-${tone}`)].map(name=>[name,
[]]));for(const place2 of placesIn(root)){const at=place2.getAttribute("data-at")??"";const[here,waiting2]=[marks.get(at)??[],suggested.get(at)??[]];const text3=here.
length+waiting2.length>0&&textOf5(place2);if(!text3)continue;addRanges(ranges,text3,here);ranges.get(SUGGESTED)?.push(...waiting2.map(({span:span3})=>rangeOf(text3,
span3)).filter(range2=>range2!==null))}for(const[name,found2]of ranges)show4(name,found2);sayWhatIsHidden(root,marks)}function byPlace(questions,which){const marks=new Map;
for(const question of questions){for(const span3 of which(question)){const at=atOf(span3);if(!marks.has(at))marks.set(at,[]);marks.get(at).push({question,span:span3})}}
return marks}function addRanges(ranges,text3,marks){for(const[start,end,on]of layers(marks.map(({span:span3})=>span3))){const range2=rangeOf(text3,{start,end});
const{question,span:span3}=marks[on[0]];const tone=on.length>1?OVERLAP:`mark-${question.label(span3.label)?.tone}`;if(range2)ranges.get(tone)?.push(range2)}}function paintHere(range2){
if("highlights"in CSS)show4(HERE,range2?[range2]:[])}function show4(name,ranges){if(ranges.length===0)return void CSS.highlights.delete(name);const drawn2=new Highlight(
...ranges);drawn2.priority=name===HERE?2:name===OVERLAP?1:0;CSS.highlights.set(name,drawn2)}function sayWhatIsHidden(root,marks){for(const note3 of root.querySelectorAll(
"[data-shows=marks-hidden]")){const quiet=note3.closest("edit-field")?.querySelector(".field-quiet");const isShown=quiet instanceof HTMLElement&&quiet.hidden&&marks.
has(quiet.dataset.at??"");if(note3.hidden===isShown)note3.toggleAttribute("hidden",!isShown)}}function marksAt(root,questions,{clientX,clientY}){const caret=document.
caretRangeFromPoint?.(clientX,clientY);const place2=caret&&placesIn(root).find(each=>textOf5(each)===caret.startContainer);const text3=place2&&textOf5(place2);if(!place2||
!text3)return[];const at=place2.getAttribute("data-at");const marks=questions.flatMap(question=>question.spans.map(span3=>({question,span:span3})));return marks.
filter(({span:span3})=>atOf(span3)===at&&isOn(rangeOf(text3,span3),clientX,clientY))}var isOn=(range2,x,y)=>[...range2?.getClientRects()??[]].some(({left,right,
top,bottom})=>left<=x&&x<=right&&top<=y&&y<=bottom);function selectedIn(root){const selection=getSelection();if(!selection||selection.isCollapsed||selection.rangeCount===0)return[];const range2=selection.getRangeAt(
0);return placesIn(root).flatMap(place2=>{const text3=textOf5(place2);if(!text3||!range2.intersectsNode(text3))return[];const from=range2.startContainer===text3?
range2.startOffset:range2.comparePoint(text3,0)<0?text3.length:0;const to=range2.endContainer===text3?range2.endOffset:text3.length;return from<to?[{at:place2.getAttribute(
"data-at")??"",whole:text3.data,from,to}]:[]})}var Marking=class{#page;#trace;#steps;#all=[];#menu;#dialog;#frame=0;#last=null;constructor(page,steps,questions){this.#page=page;this.#trace=part(page,".work-t\
race");this.#steps=steps;this.#all=questions;if(questions.length===0)return;this.#menu=new MarkMenu(part(page,"#mark-menu"));this.#dialog=new CaretDialog(part(page,
"#mark-dialog",HTMLDialogElement),(...mark3)=>this.#mark(...mark3));this.#listen();new MutationObserver(()=>this.#paintSoon()).observe(this.#trace,{childList:true,
characterData:true,subtree:true,attributes:true,attributeFilter:["hidden","data-at"]})}get isAsked(){return this.#questions.length>0}get#questions(){return this.#all.
filter(({hidden})=>!hidden)}rest(){this.#last=null}undo(){return this.#last?.undo()??false}disarm(){for(const question of this.#all)question.arm(null);this.#trace.
classList.remove("is-marking")}async openCaret(){if(!this.#dialog||this.#questions.some(question=>question.closest("[inert]")))return;const texts=[...await this.#textsOfStep(),
...this.#textsBeside()].filter(({at})=>this.#questions.some(question=>question.asksAbout(at)));const[first]=selectedIn(this.#trace);if(texts.length>0)await this.#dialog.
open(texts,this.#questions,first?.at??texts[0].at)}#listen(){this.#trace.addEventListener("pointerdown",()=>document.addEventListener("pointerup",()=>setTimeout(
()=>this.#markSelection()),{once:true}));this.#trace.addEventListener("click",event=>this.#click(event),{capture:true});for(const question of this.#all){question.
addEventListener("mousedown",event=>event.target instanceof Element&&event.target.closest("[data-label]")&&event.preventDefault());question.addEventListener("ma\
rks:label",event=>this.#choose(question,event.detail.label));question.addEventListener("marks:go",event=>void this.#goTo(event.detail.span));question.addEventListener(
"marks:menu",event=>{const{span:span3,button}=event.detail;this.#menu?.open([{question,span:span3}],button)});question.addEventListener("marks:change",()=>{this.#last=
question;this.paint()})}}#choose(question,label){if(selectedIn(this.#trace).length>0)return void this.#markSelected(question,label);const wasArmed=question.armed===
label;this.disarm();question.arm(wasArmed?null:label);this.#trace.classList.toggle("is-marking",!wasArmed)}#markSelection(){const question=this.#questions.find(
({armed})=>armed!==null);if(question?.armed&&!question.closest("[inert]"))this.#markSelected(question,question.armed)}#markSelected(question,label){const selected=selectedIn(
this.#trace);if(selected.length===0)return this.#sayWhyNot(question);if(selected.length>1)return void question.say(gettext("A mark lies in one text: select less\
."));if(this.#mark(question,label,selected[0]))getSelection()?.removeAllRanges()}#sayWhyNot(question){const selection=getSelection();if(!selection||selection.isCollapsed||
!this.#trace.contains(selection.anchorNode))return;question.say(gettext("Only texts as they were recorded can be marked. Those of a call that is drawn are folde\
d below it."))}#mark(question,label,{at,whole:whole2,from,to}){if(!question.asksAbout(at))return question.say(gettext("This question is not about that text."));
const found2=stretch(whole2,from,to);const colon=at.indexOf(":");return found2!==null&&question.add({label,step:at.slice(0,colon)||null,pointer:at.slice(colon+1),
...found2})}#click(event){if(!(getSelection()?.isCollapsed??true)||this.#questions.some(question=>question.closest("[inert]")))return;const marks=marksAt(this.#trace,
this.#questions,event);const button=marks[0]?.question.buttonOf(marks[0].span);if(!button)return;event.stopPropagation();this.#menu?.open(marks,button,new DOMRect(
event.clientX,event.clientY,0,0))}paint(){paint(this.#trace,this.#questions)}#paintSoon(){this.#frame||=requestAnimationFrame(()=>{this.#frame=0;this.paint()})}async#goTo(span3){
const name=span3.step??(span3.pointer===this.#steps.data.trace.final_answer?.pointer?FINAL:null);if(name!==null)await this.#unfold(name,span3.pointer);const place2=placesIn(
this.#trace).find(each=>each.getAttribute("data-at")===atOf(span3));if(!place2)return;if(place2 instanceof LongText)await place2.openWhole();if(place2.matches("\
.task-text"))place2.classList.add("is-open");if(name!==null)this.#steps.goTo(name,{focus:false});const text3=textOf5(place2);const range2=text3&&rangeOf(text3,span3);
paintHere(range2);if(range2&&place2.checkVisibility())bringIntoSight(range2,place2);else bringIntoSight(place2.closest("edit-field")??place2,place2.parentElement)}async#unfold(name,pointer){
this.#steps.goTo(name,{focus:false});if(name!==FINAL)await this.#steps.data.arrival(name).catch(()=>void 0);this.#steps.goTo(name,{focus:false});const view=this.#steps.
view(name);if(view?.element.matches(".is-folded"))view.toggleFold();const[,call,inside]=/^\/tool_calls\/(\d+)\/(.*)/.exec(pointer)??[];if(call===void 0)return;const fold=view?.
callElement(`${name}.${call}`)?.querySelector(`details.${inside==="output"?"result":"inputs"}:not([open])`);if(!(fold instanceof HTMLDetailsElement))return;const isDrawn=new Promise(
done=>fold.addEventListener("toggle",done,{once:true}));fold.open=true;await isDrawn}async#textsOfStep(){const{here,data,beside}=this.#steps;if(here===void 0||here.
startsWith("+"))return[];if(here===FINAL)return textsIn("",gettext("Final answer"),[data.trace.final_answer],data);if(beside)return[];await data.arrival(here).catch(
()=>void 0);const step=data.step(here);const title=interpolate(gettext("Step %(number)s"),{number:Number(here)+1},true);const ofCall=(call,index)=>textsIn(here,
`${title}, ${interpolate(gettext("call %(number)s"),{number:index+1},true)}`,[...call.inputs,call.result],data);return step?[...textsIn(here,title,step.fields,data),
...step.calls.flatMap(ofCall)]:[]}#textsBeside(){const places2=[...this.#page.querySelectorAll(".task [data-at]")];return places2.map(place2=>({at:place2.getAttribute(
"data-at")??"",title:place2.closest(".field")?.querySelector(".label")?.textContent??gettext("Task"),whole:async()=>(place2 instanceof LongText&&await place2.openWhole(),
textOf5(place2)?.data??"")}))}};var textsIn=(step,title,fields,data)=>fields.flatMap(field4=>field4===null||field4.json||field4.text===""?[]:[{at:`${step}:${field4.
pointer}`,title:field4.key==="step"||step===""?title:`${title}, ${labelOf(field4.key)}`,whole:()=>data.whole(step||null,field4)}]);function inWords3(complaints){if(complaints.length===0)return"";const[{text:text3},...others]=complaints;if(complaints.some(({code:code2})=>!code2))return`${text3}\
 ${gettext("What else is missing is said when this is right.")}`;return others.length===0?text3:`${text3} ${othersOf(others.length)}`}var othersOf=count=>interpolate(
ngettext("%(count)s more place is marked.","%(count)s more places are marked.",count),{count},true);var Complaints=class{#sheet;#foot;#open=[];constructor(sheet,foot){this.#sheet=sheet;this.#foot=foot}show(complaints){this.clear();this.#open=complaints;for(const complaint of complaints)
this.#mark(complaint);this.#sayFirst();if(complaints.length>0)void this.#goTo(complaints[0])}recheck(changed){const before=this.#open.length;this.#open=this.#open.
filter(complaint=>{const place2=this.#placeOf(complaint);const isTouched=place2.contains(changed)||changed instanceof Judge&&changed.contains(place2);const stays=!isHidden(
place2)&&(!isTouched||isStillMissing(complaint,place2));if(!stays)unmark(place2);return stays});if(this.#open.length<before)this.#sayFirst()}clear(){for(const complaint of this.#open)
unmark(this.#placeOf(complaint));this.#open=[];this.#sayFirst()}tell(text3){this.#foot.textContent=text3;this.#foot.hidden=text3===""}#placeOf({scheme,at}){const question=this.#sheet.
question(scheme);return(question instanceof TraceSteps?question.fieldInPage(at):rowOf(question,at))??question}#mark(complaint){const place2=this.#placeOf(complaint);
if(place2 instanceof EditField)return void markField(place2,complaint);if(place2 instanceof TraceSteps)return;place2.classList.add("is-missing");const problem=place2.
querySelector(":scope > [data-shows=problem]");if(problem instanceof HTMLElement)[problem.textContent,problem.hidden]=[complaint.text,false]}async#goTo(complaint){
const question=this.#sheet.question(complaint.scheme);if(question instanceof Judge&&complaint.at.includes(":"))return question.goTo(complaint.at.split(":")[0]);
if(!(question instanceof TraceSteps)){return this.#placeOf(complaint).querySelector("input, select, textarea, button")?.focus()}const field4=await question.fieldAt(
complaint.at);if(!field4)return question.goToPlace(complaint.at);await markField(field4,complaint);question.mark(question.nameOf(field4));field4.focusFor(complaint.
code??"")}#sayFirst(){this.tell(inWords3(this.#open))}};async function markField(field4,{code:code2,text:text3}){if(code2)await field4.miss(code2);else field4.problem(
text3)}function unmark(place2){if(place2 instanceof EditField)return place2.missNothing();place2.classList.remove("is-missing");place2.querySelector(":scope > [\
data-shows=problem]")?.toggleAttribute("hidden",true)}function isStillMissing({at,code:code2},place2){if(place2 instanceof EditField)return code2==="reason"&&place2.
edited&&place2.reason.trim()==="";if(place2 instanceof Judge)return place2.lacks(at.split(":")[0]);return code2==="answer"&&!isAnswered(place2)}var isHidden=place2=>place2.
closest(".question[hidden]")!==null;function isAnswered(question){if(question instanceof TraceSteps)return question.corrections.changed.size>0;if(question.querySelector(
"input:checked, [data-answered]"))return true;const boxes2=[...question.querySelectorAll("[data-box], [name$=free_response]")];return boxes2.length>0&&boxes2.every(
({value})=>value.trim()!=="")}async function installWorker(address){try{await navigator.serviceWorker?.register(address,{scope:"/o/"})}catch(error){if(!(error instanceof DOMException)&&!(error instanceof
TypeError))throw error;console.info("This page opens with a network only:",error.message)}}var PAUSE_MILLISECONDS4=1500;var ReadingAhead=class{#get;#read;#timer;constructor(get){this.#get=get}begin(url){clearTimeout(this.#timer);this.#timer=setTimeout(
async()=>{try{this.#read=await this.#get(url)}catch(error){if(!(error instanceof TypeError))throw error}},PAUSE_MILLISECONDS4)}async take({data,revision}){const ahead=this.#read?.
revision===revision?this.#read.trace:null;const work=await this.#get(ahead?`${data}?known=${revision}`:data);return{...work,trace:work.trace??ahead}}};var LeftOut=class{#starts=new Map;clear(){this.#starts.clear()}has(place2,{start}){return this.#starts.get(keyOf(place2))?.has(start)??false}without(place2,matches2){
const starts=this.#starts.get(keyOf(place2));return starts?matches2.filter(({start})=>!starts.has(start)):matches2}set(place2,{start},isLeftOut){const starts=this.#starts.
get(keyOf(place2))??new Set;if(isLeftOut)starts.add(start);else starts.delete(start);this.#starts.set(keyOf(place2),starts)}move(place2,end,by){const starts=this.#starts.
get(keyOf(place2));if(starts)this.#starts.set(keyOf(place2),new Set([...starts].map(start=>start>=end?start+by:start)))}};var keyOf=({step,pointer})=>`${step??""}\
:${pointer}`;var WORD="[\\p{L}\\p{M}\\p{N}_]";var ENDS_IN_WORD=new RegExp(`${WORD}$`,"u");var BEGINS_WITH_WORD=new RegExp(`^${WORD}`,"u");var AROUND3=48;function matchesIn(text3,{
wanted,matchCase,wholeWords}){const found2=[];if(wanted==="")return found2;const pattern=patternOf(wanted,matchCase);for(let match=pattern.exec(text3);match;match=
pattern.exec(text3)){const[start,end]=[match.index,match.index+match[0].length];if(!wholeWords||isWhole(text3,start,end))found2.push({start,end});else pattern.lastIndex=
start+(isPair(text3,start)?2:1)}return found2}function replaced2(text3,matches2,replacement){const parts=matches2.map(({start},index)=>text3.slice(index===0?0:matches2[index-
1].end,start)+replacement);return parts.join("")+text3.slice(matches2.at(-1)?.end??0)}function excerpt(text3,{start,end}){const before=text3.slice(Math.max(0,start-
AROUND3),start);const after=text3.slice(end,end+AROUND3);return{before:(start>AROUND3?"\u2026":"")+oneLine(before),found:text3.slice(start,end),after:oneLine(after)+
(end+AROUND3<text3.length?"\u2026":"")}}function isWhole(text3,start,end){const found2=text3.slice(start,end);const goesOnBefore=BEGINS_WITH_WORD.test(found2)&&
ENDS_IN_WORD.test(text3.slice(Math.max(0,start-2),start));const goesOnAfter=ENDS_IN_WORD.test(found2)&&BEGINS_WITH_WORD.test(text3.slice(end,end+2));return!goesOnBefore&&
!goesOnAfter}var isPair=(text3,at)=>(text3.codePointAt(at)??0)>65535;var oneLine=text3=>text3.replace(/\s+/g," ");var ARGUMENT_OF_STEP=/^\/[^/]+(\/\d+)?\/input(\/|$)/;var CALL=/^\/tool_calls\/(\d+)\//;function placesOf({steps,final},corrections){const{arrangement}=corrections;
const added2=editsByStep(corrections);const places2=[];for(const step of arrangement.steps){const inserted=corrections.insertedValue(step);const own2=step.startsWith(
"+")?textsOf(insertedStep(step,inserted)):steps[Number(step)];if(!own2)continue;const calls=new Set(arrangement.callsOf(step));places2.push(...placesIn2(step,own2,
added2.get(step)??[],corrections).filter(({call})=>call===null||calls.has(call)));for(const call of step.startsWith("+")?[]:calls){const value=corrections.insertedValue(
call);if(value===void 0)continue;const given=Object.fromEntries(insertedCall(call,value).inputs.map(asText));places2.push(...placesIn2(call,given,added2.get(call)??
[],corrections))}}if(final)places2.push(...placesIn2(null,{[final.pointer]:final.text},[],corrections));return places2}function placesIn2(step,texts,edits,corrections){
const places2=[];for(const[pointer,original]of Object.entries(texts)){if(original===null)continue;const edit=corrections.editAt(step,pointer);const text3=edit?edit.
text:original;if(text3!==null)places2.push({step,pointer,call:callOf2(step,pointer),text:text3,original,quoted:false,edit})}for(const edit of edits){const text3=Object.
hasOwn(texts,edit.pointer)?null:addedText(edit);if(text3!==null)places2.push({step,pointer:edit.pointer,call:callOf2(step,edit.pointer),text:text3,original:null,
quoted:true,edit})}return places2}var sentText=({quoted},text3)=>quoted?textFor(text3):text3;function isArgument({step,pointer}){return step?.includes(".")?pointer.
startsWith("/input"):ARGUMENT_OF_STEP.test(pointer)}function addedText(edit){if(edit.text===null||!isArgument(edit))return null;const type=typeOfJson(edit.text);
return type===void 0||type==="string"?shownFrom(edit.text):null}function callOf2(step,pointer){if(step?.includes("."))return step;const index=CALL.exec(pointer)?.[1];
return index===void 0?null:`${step}.${index}`}var textsOf=({fields,calls})=>Object.fromEntries([...fields,...calls.flatMap(({inputs})=>inputs)].map(asText));var asText=({
pointer,text:text3,json})=>[pointer,json?null:text3];function editsByStep(corrections){const found2=new Map;for(const edit of corrections.sent.edits){const known=found2.
get(edit.step);if(known)known.push(edit);else found2.set(edit.step,[edit])}return found2}function titleOf3(place2){if(place2.step===null)return gettext("Final answer");const[step]=place2.step.split(".");const name=step.startsWith("+")?gettext("Inser\
ted step"):interpolate(gettext("Step %(number)s"),{number:Number(step)+1},true);const key=unescaped(place2.pointer.split("/").at(-1)||"step");return[name,...callTitle(
place2),isArgument(place2)?key:labelOf(key)].join(", ")}function callTitle({call}){if(call===null)return[];const index=call.split(".")[1];const number2=index.startsWith(
"+")?"+":Number(index)+1;return[interpolate(gettext("call %(number)s"),{number:number2},true)]}var TURN_MILLISECONDS=12;var breath=()=>new Promise(resolve=>setTimeout(resolve));async function found(places2,wanted,isOutdated){const all=[];let begun=performance.
now();for(const place2 of places2){const matches2=matchesIn(place2.text,wanted);if(matches2.length>0)all.push({place:place2,matches:matches2});if(performance.now()-
begun<TURN_MILLISECONDS)continue;await breath();if(isOutdated())return void 0;begun=performance.now()}return all}var changesFor=(chosen2,replacement,reason)=>chosen2.
map(({place:place2,matches:matches2})=>({edit:{step:place2.step,pointer:place2.pointer,text:sentText(place2,replaced2(place2.text,matches2,replacement)),reason:place2.
edit?.reason||(canHaveReason(place2.step)?reason:"")},original:place2.original}));var canHaveReason=step=>step!==null&&!step.includes("+");var countOf=all=>all.
reduce((sum3,{matches:matches2})=>sum3+matches2.length,0);var TYPING_MILLISECONDS=120;var ROWS=50;var ReplaceBar=class extends HTMLElement{#steps=void 0;#found=[];#leftOut=new LeftOut;#at=-1;#from=0;#turn=0;#isFresh=false;#timer;#cameFrom=null;attach(steps){
this.#steps=steps;steps.addEventListener("trace-steps:change",()=>this.#searchSoon());this.addEventListener("input",({target})=>this.#typed(target));this.addEventListener(
"keydown",event=>this.#press(event));this.#on("previous",()=>this.#go(-1));this.#on("next",()=>this.#go(1));this.#on("one",()=>void this.#replaceOne());this.#on(
"all",()=>void this.#replaceAll());this.#on("more",()=>this.#turnPage());this.#on("close",()=>this.close())}show(){const selected=String(getSelection()??"").trim();
if(this.hidden)this.#cameFrom=document.activeElement;this.hidden=false;if(selected!==""&&!selected.includes("\n")&&selected.length<=this.#wanted.maxLength)this.#wanted.
value=selected;this.#wanted.focus();this.#wanted.select();void this.#search()}close(){this.#forget();const{here}=this.#steps;if(this.#cameFrom instanceof HTMLElement&&
this.#cameFrom.checkVisibility()&&this.#cameFrom!==document.body)this.#cameFrom.focus();else if(here!==void 0)this.#steps.goTo(here)}open(){if(!this.hidden)this.#forget();
this.#leftOut.clear()}#forget(){clearTimeout(this.#timer);this.#turn+=1;this.#steps.finding.clear();[this.hidden,this.#found,this.#at,this.#from,this.#isFresh]=
[true,[],-1,0,false]}#typed(input){const row3=input.closest("li");if(row3)this.#choose(Number(row3.dataset.index),input.checked);else if(input===this.#replacement)
this.#draw();else if(input.dataset.part!=="reason")this.#startAgain()}#startAgain(){this.#leftOut.clear();[this.#at,this.#from]=[-1,0];this.#searchSoon()}#searchSoon(){
if(this.hidden)return;this.#turn+=1;this.#isFresh=false;clearTimeout(this.#timer);this.#timer=setTimeout(()=>void this.#search(),TYPING_MILLISECONDS)}async#search(){
clearTimeout(this.#timer);const turn=this.#turn+=1;const isOutdated=()=>turn!==this.#turn;this.#isFresh=false;const{data,corrections}=this.#steps;const editable=await data.
editable();await breath();if(isOutdated())return;const all=await found(placesOf(editable,corrections).filter(place2=>this.#isIn(place2)),this.#sought,isOutdated);
await breath();if(all===void 0||isOutdated())return;this.#found=all;this.#isFresh=true;this.#at=Math.min(this.#at,countOf(all)-1);part(this,"[data-shows=partly]").
hidden=editable.isAll;this.#draw()}async#freshen(){while(!this.#isFresh&&!this.hidden)await this.#search()}get#sought(){return{wanted:this.#wanted.value,matchCase:this.#input(
"case").checked,wholeWords:this.#input("words").checked}}#isIn(place2){return this.#input(isArgument(place2)?"arguments":"texts").checked}#go(direction){const count=countOf(
this.#found);if(count>0)this.#goTo(this.#at===-1&&direction===-1?count-1:(this.#at+direction+count)%count)}#goTo(index){this.#at=index;const{place:place2}=this.#placeAt(
index);if(index>=this.#from&&index<this.#from+ROWS)this.#markHere();else this.#draw();const name=place2.step===null?FINAL:place2.step.split(".")[0];this.#steps.
goTo(name,{call:place2.call??void 0,focus:false,wanted:this.#wanted.value})}async#replaceOne(){await this.#freshen();const count=countOf(this.#found);if(count===
0)return this.#say(gettext("Nothing to replace."));const index=Math.max(0,this.#at);const{place:place2,match}=this.#placeAt(index);const end=match.start+this.#replacement.
value.length;this.#leftOut.move(place2,match.end,end-match.end);this.#change([{place:place2,matches:[match]}]);await this.#search();const left=countOf(this.#found);
if(left===0)return this.#say(gettext("Replaced. No other place."));this.#goTo(this.#indexBehind(place2,end,index)%left);this.#say(`${gettext("Replaced.")} ${this.#status}`)}async#replaceAll(){
await this.#freshen();const chosen2=this.#chosen;const count=countOf(chosen2);if(count===0)return this.#say(gettext("Nothing to replace."));this.#leftOut.clear();
this.#at=-1;this.#change(chosen2);await this.#search();const words3=ngettext("%(count)s place replaced, in %(texts)s.","%(count)s places replaced, in %(texts)s.",
count);const texts=interpolate(ngettext("%(count)s text","%(count)s texts",chosen2.length),{count:chosen2.length.toLocaleString()},true);const{corrections}=this.#steps;
offerUndo(interpolate(words3,{count:count.toLocaleString(),texts},true),()=>corrections.undo())}#change(chosen2){const reason=this.querySelector("[data-part=rea\
son]");const words3=reason instanceof HTMLInputElement?reason.value.trim():"";this.#steps.corrections.editAll(changesFor(chosen2,this.#replacement.value,words3))}get#chosen(){
const chosen2=this.#found.map(({place:place2,matches:matches2})=>({place:place2,matches:this.#leftOut.without(place2,matches2)}));return chosen2.filter(({matches:matches2})=>matches2.
length>0)}#choose(index,isChosen){const{place:place2,match}=this.#placeAt(index);this.#leftOut.set(place2,match,!isChosen);this.#drawCount()}#placeAt(index){let before=0;
for(const{place:place2,matches:matches2}of this.#found){if(index<before+matches2.length)return{place:place2,match:matches2[index-before]};before+=matches2.length}
throw new RangeError(`place ${index} of ${before}`)}#indexBehind(replaced3,end,index){let before=0;for(const{place:place2,matches:matches2}of this.#found){if(place2.
step===replaced3.step&&place2.pointer===replaced3.pointer){const next=matches2.findIndex(({start})=>start>=end);return before+(next===-1?matches2.length:next)}before+=
matches2.length}return index}#turnPage(){this.#from=this.#from+ROWS<countOf(this.#found)?this.#from+ROWS:0;this.#at=-1;this.#draw();this.#list.focus()}#draw(){const count=countOf(
this.#found);if(this.#at!==-1)this.#from=this.#at-this.#at%ROWS;if(this.#from>=count)this.#from=0;const to=Math.min(count,this.#from+ROWS);this.#list.replaceChildren(
...Array.from({length:to-this.#from},(_,index)=>this.#row(this.#from+index)));this.#list.hidden=count===0;const more=part(this,"[data-gives=more]");more.hidden=
count<=ROWS;const given={from:(this.#from+1).toLocaleString(),to:to.toLocaleString(),count:count.toLocaleString()};more.textContent=interpolate(gettext("%(from)\
s to %(to)s of %(count)s; show the next"),given,true);this.#drawCount();this.#markHere()}#markHere(){this.#list.querySelector("[aria-current]")?.removeAttribute(
"aria-current");const row3=this.#list.querySelector(`[data-index="${this.#at}"]`);row3?.setAttribute("aria-current","true");row3?.scrollIntoView({block:"nearest"});
this.#say(this.#status)}#drawCount(){const words3=gettext("Replace all (%(count)s)");part(this,"[data-gives=all]").textContent=interpolate(words3,{count:countOf(
this.#chosen).toLocaleString()},true)}#row(index){const row3=fromTemplate("replace-place-template");const{place:place2,match}=this.#placeAt(index);const{before,
found:text3,after}=excerpt(place2.text,match);row3.dataset.index=String(index);part(row3,"input",HTMLInputElement).checked=!this.#leftOut.has(place2,match);const[
left,old,now,right]=part(row3,".replace-text").children;[left.textContent,old.textContent,now.textContent,right.textContent]=[before,text3,this.#replacement.value,
after];const where=part(row3,".replace-where",HTMLButtonElement);where.textContent=titleOf3(place2);where.addEventListener("click",()=>this.#visit(index));return row3}#visit(index){
this.#goTo(index);this.#list.querySelector("[aria-current] .replace-where")?.focus({preventScroll:true})}get#status(){const count=countOf(this.#found);if(this.#wanted.
value==="")return"";if(count===0)return gettext("No place");const given={at:(this.#at+1).toLocaleString(),count:count.toLocaleString()};return interpolate(this.#at===
-1?ngettext("%(count)s place","%(count)s places",count):gettext("%(at)s of %(count)s"),given,true)}#say(text3){const place2=part(this,"[role=status]");if(place2.
textContent!==text3)place2.textContent=text3}#press(event){if(event.key!=="Enter"||event.isComposing||event.ctrlKey||event.metaKey||event.altKey)return;if(event.
target!==this.#wanted&&event.target!==this.#replacement)return;event.preventDefault();if(event.target===this.#wanted)void this.#freshen().then(()=>this.#go(event.
shiftKey?-1:1));else void this.#replaceOne()}#on(name,act){part(this,`[data-gives=${name}]`).addEventListener("click",act)}#input(name){return part(this,`[data-\
part=${name}]`,HTMLInputElement)}get#wanted(){return this.#input("wanted")}get#replacement(){return this.#input("replacement")}get#list(){return part(this,".rep\
lace-places")}};customElements.define("replace-bar",ReplaceBar);function askWhy(dialog,skip){const field4=part(dialog,"[name=reason]",HTMLInputElement);const problem=part(dialog,"[data-shows=problem]");part(dialog,"form").addEventListener(
"submit",event=>{event.preventDefault();const reason=field4.value.trim();complain(reason==="");if(reason==="")return field4.focus();dialog.close();skip(reason)});
field4.addEventListener("input",()=>complain(false));function complain(isEmpty2){problem.hidden=!isEmpty2;field4.setAttribute("aria-invalid",String(isEmpty2))}}var Suggestions=class{#sheet;#panel;#suggested=new Map;constructor(page,sheet){this.#sheet=sheet;this.#panel=part(page,"[data-shows=suggestions]");page.addEventListener(
"marks:accept",event=>event.target instanceof SpanMarks&&this.#acceptMarks(event.target,[event.detail.span]));page.addEventListener("judge:accept",event=>event.
target instanceof Judge&&isOpenTo(event.target)&&this.#acceptAtPlaces(event.target,event.detail.places));page.addEventListener("judge:dismiss",()=>this.refresh())}open(suggested){
for(const name of this.#sheet.names)this.#clear(name);this.#suggested=new Map(Object.entries(suggested).filter(([name])=>this.#sheet.names.includes(name)));for(const judge of this.#sheet.
judges)judge.suggestion=this.#suggested.get(judge.dataset.scheme??"");for(const marker of this.#sheet.markers)marker.suggest(this.#suggested.get(marker.dataset.
scheme??"")?.answer)}refresh(){for(const[name,suggestion]of this.#suggested){const question=this.#sheet.question(name);if(question instanceof Judge)this.#showAll(
question,suggestion);else if(question instanceof SpanMarks)this.#showMarks(question,suggestion);else this.#show(name,question,suggestion)}const waiting2=this.#waiting.
length;this.#panel.hidden=waiting2===0;const words3=ngettext("%(count)s suggestion","%(count)s suggestions",waiting2);part(this.#panel,"[data-shows=waiting]").textContent=
interpolate(words3,{count:waiting2},true)}accept(name){const suggestion=this.#suggested.get(name);const question=this.#sheet.question(name);if(!suggestion||!isOpenTo(
question))return false;if(question instanceof Judge)return this.#acceptAtPlaces(question,question.suggestedPlaces);this.#sheet.begin(name,suggestion.prediction);
if(question instanceof SpanMarks)question.acceptAll();else KINDS[this.#sheet.kindOf(name)].fill(question,suggestion.answer);question.dispatchEvent(new CustomEvent(
"suggestions:accept",{bubbles:true}));return true}acceptAt(place2,name){for(const judge of this.#sheet.judges){const isMeant=name===void 0||judge.dataset.scheme===
name;if(isMeant&&isOpenTo(judge)&&judge.suggestedAt(place2))this.#acceptAtPlaces(judge,[place2])}if(name===void 0)for(const marker of this.#sheet.markers)this.#acceptMarks(
marker,marker.pending.filter(({step})=>step===place2))}acceptAll(){for(const name of this.#waiting)this.accept(name)}#acceptMarks(question,spans){const name=question.
dataset.scheme??"";const suggestion=this.#suggested.get(name);if(!suggestion||spans.length===0||!isOpenTo(question))return;this.#sheet.begin(name,suggestion.prediction);
question.accept(spans)}#acceptAtPlaces(judge,places2){const suggestion=this.#suggested.get(judge.dataset.scheme??"");if(!suggestion||places2.length===0)return false;
this.#sheet.begin(judge.dataset.scheme??"",suggestion.prediction);judge.accept(places2);return true}get#waiting(){return[...this.#suggested.keys()].filter(name=>{
const question=this.#sheet.question(name);if(question.hidden)return false;if(question instanceof SpanMarks)return question.hasPending;return question instanceof
Judge?question.suggestedInWords!=="":this.#isBlank(name)})}#isBlank(name){return sameAnswers(this.#read(name,this.#sheet.question(name)),this.#readWith(name,{}))}#show(name,question,suggestion){
const kind=KINDS[this.#sheet.kindOf(name)];const isTaken=sameAnswers(this.#read(name,question),this.#readWith(name,suggestion.answer));const what=kind.summary(suggestion.
answer).map(({text:text3})=>text3).filter(text3=>text3!=="").map(text3=>inWords4(question,text3)).join(", ");const{confidence,reasoning}=suggestion;showSuggestion2(
question,{what:what||gettext("see above"),model:modelOf(suggestion),confidence,reasoning,isTaken});outline(question,this.#filled(name,suggestion.answer))}#showAll(judge,suggestion){
const what=judge.suggestedInWords;const{confidence,reasoning}=suggestion;showSuggestion2(judge,what===""?void 0:{what,model:modelOf(suggestion),confidence,reasoning})}#showMarks(question,suggestion){
const{suggestedInWords:what,hasPending,isTaken}=question;const{confidence,reasoning}=suggestion;showSuggestion2(question,hasPending||isTaken?{what,model:modelOf(
suggestion),confidence,reasoning,isTaken}:void 0)}#read(name,question){return KINDS[this.#sheet.kindOf(name)].read(question)}#readWith(name,answer){return this.#read(
name,this.#filled(name,answer))}#filled(name,answer){const copy=this.#sheet.question(name).cloneNode(true);KINDS[this.#sheet.kindOf(name)].fill(copy,answer);return copy}#clear(name){
const question=this.#sheet.question(name);showSuggestion2(question,void 0);for(const option of question.querySelectorAll(".is-suggested"))option.classList.remove(
"is-suggested")}};function inWords4(question,text3){const input=[...question.querySelectorAll("input")].find(({value})=>value===text3);return input?.closest("la\
bel")?.querySelector(".option-text")?.textContent??text3}function outline(question,filled){const would=filled.querySelectorAll("input");question.querySelectorAll(
"input").forEach((input,index)=>{input.closest("label")?.classList.toggle("is-suggested",would[index]?.checked??false)})}var isOpenTo=question=>question.closest(
"[inert], [hidden]")===null;var MOST_ROWS=3e3;function draw4(part2,around){const body=element("div","shown-body",[element("div","call-part",[drawn(part2,"unified")])]);if(part2.more>0){const words3=counted2(
"Show %(count)s more line","Show %(count)s more lines",part2.more);body.append(rest(words3,around,text3=>body.replaceChildren(element("div","call-part",[whole(text3,
part2)]))))}return body}function whole(text3,part2){const lines2=text3.replace(/\n$/,"").split("\n");if(lines2.length>MOST_ROWS)return element("pre","code-block\
 code-plain",text3);return drawn({...part2,lines:lines2.map(line4=>line4===""?[]:[[line4,""]]),more:0},"unified")}var BEGINS=30;function draw5(part2,around){const list2=element("ol","turns",part2.turns.slice(0,BEGINS).map((turn,index)=>bubble(turn,index,part2)));const body=element(
"div","shown-body",[list2]);if(part2.turns.length>BEGINS){const button=quietButton(interpolate(gettext("Show all %(count)s turns"),{count:part2.turns.length.toLocaleString()},
true),()=>{list2.append(...part2.turns.slice(BEGINS).map((turn,index)=>bubble(turn,BEGINS+index,part2)));button.remove()});body.append(button)}const isCut=part2.
turns.some(([,text3,chars])=>[...text3].length<chars);if(part2.more>0)body.append(rest(counted2("Show all as text: %(count)s turn is missing here","Show all as \
text: %(count)s turns are missing here",part2.more),around));else if(isCut)body.append(rest(gettext("Show all as text: a turn is cut here"),around));return body}
function bubble([speaker,text3,chars],index,{speakers,shaded,numbered}){const said2=element("p","said",[...text3].length<chars?`${text3}\u2026`:text3);said2.dir=
"auto";const number2=numbered?[element("span","quiet",`${index+1}`)," "]:[];const name=speaker||numbered?[element("p","speaker",[...number2,speaker])]:[];const item=element(
"li","bubble",[...name,said2]);const at=speakers.indexOf(speaker);item.dataset.side=at>0?"end":"start";if(shaded&&at>=0)item.dataset.speaker=String(at%4);return item}var OPEN_ROWS=300;function draw6({files,view,collapsed,more},around){let left=collapsed?0:OPEN_ROWS;const parts=files.map(file=>{const isOpen=left>0;left-=file.
hunks.reduce((sum3,{rows})=>sum3+rows.length,0);return fileOf2(file,isOpen)});const head2=headOf2(files,view,chosen2=>parts.forEach(({show:show5})=>show5(chosen2)));
parts.forEach(({show:show5})=>show5(view));const body=element("div","shown-body",[head2,...parts.map(({fold})=>fold)]);if(more>0)body.append(rest(counted2("Show\
 the patch as text: %(count)s line is missing here","Show the patch as text: %(count)s lines are missing here",more),around));return body}function headOf2(files,view,choose2){
const head2=fromTemplate("diff-head-template");const[added2,removed2]=[sum(files,"added"),sum(files,"removed")];const words3=counted2("%(count)s file changed","\
%(count)s files changed",files.length);head2.querySelector(".code")?.replaceWith(element("span","cut",words3));head2.querySelector(".counts")?.append(...counts(
{...files[0],isNew:false,added:added2,removed:removed2}));const buttons=[...head2.querySelectorAll("[data-view]")];const press2=chosen2=>{for(const button of buttons)
button.setAttribute("aria-pressed",String(button.getAttribute("data-view")===chosen2))};for(const button of buttons){button.addEventListener("click",()=>{const chosen2=button.
getAttribute("data-view");press2(chosen2);choose2(chosen2)})}press2(view);head2.classList.add("is-alone");return head2}function fileOf2(file,isOpen){const fold=element(
"details","fold call-part diff-file");const path=element("span","code cut",file.path||gettext("a file without a name"));const badges=[statusOf(file),...counts({
...file,isNew:false})].filter(each=>each!==null);fold.append(element("summary","diff-head",[icon("i-right","icon icon-small turn"),path,element("span","counts",
badges)]));const place2=element("div");fold.append(place2);let view="unified";const fill24=()=>fold.open&&place2.replaceChildren(file.binary?note2(gettext("A bi\
nary file: its bytes are not shown.")):drawn(file,view));fold.addEventListener("toggle",fill24);fold.open=isOpen;const show5=chosen2=>{view=chosen2;fill24()};return{
fold,show:show5}}function statusOf({status,oldPath,binary}){const words3={added:gettext("New file"),deleted:gettext("Deleted"),renamed:interpolate(gettext("Rena\
med from %(path)s"),{path:oldPath},true),copied:interpolate(gettext("Copied from %(path)s"),{path:oldPath},true)};const known=words3[status]??(binary?gettext("B\
inary"):"");return known?element("span","badge cut",known):null}var note2=words3=>element("p","quiet shown-note",words3);var sum=(files,what)=>files.reduce((total,file)=>total+
file[what],0);function draw7(part2,around){const inside=element("tbody","",rowsOf(part2,0,part2.begins));const table=element("table","table record-table");if(part2.header)table.
append(element("thead","",[element("tr","",part2.header.map((name,at)=>cell("th",name,part2,at)))]));table.append(inside);const scroller=element("div","table-sc\
roll",[table]);scroller.tabIndex=0;scroller.setAttribute("role","region");scroller.setAttribute("aria-label",interpolate(gettext("Table %(label)s"),{label:around.
label},true));const body=element("div","shown-body",[scroller]);const hidden=part2.rows.length-part2.begins;if(hidden>0){const button=quietButton(interpolate(gettext(
"Show all %(count)s rows"),{count:part2.rows.length.toLocaleString()},true),()=>{inside.append(...rowsOf(part2,part2.begins,part2.rows.length));button.remove()});
body.append(button)}if(part2.more>0)body.append(rest(counted2("Show all as text: %(count)s row is missing here","Show all as text: %(count)s rows are missing he\
re",part2.more),around));else if(part2.moreColumns>0)body.append(rest(counted2("Show all as text: %(count)s column is missing here","Show all as text: %(count)s\
 columns are missing here",part2.moreColumns),around));return body}var rowsOf=(part2,from,to)=>part2.rows.slice(from,to).map(row3=>element("tr","",row3.map((text3,at)=>cell(
"td",text3,part2,at))));function cell(tag,text3,{numbers:numbers2},at){const made2=element(tag,numbers2.includes(at)?"number":"",text3);if(made2.tagName==="TH")
made2.setAttribute("scope","col");else made2.dir="auto";return made2}function draw8(part2,around){const line4=element("p");line4.dir="auto";const long=document.createElement("long-text");long.className="field-quiet";long.append(line4);
const whole2=()=>part2.text.length>=part2.chars?Promise.resolve(part2.text):around.whole();long.show({...part2,whole:whole2,isOpen:false,opened:()=>{},at:part2.
code?void 0:around.at});return long}var DRAW={text:draw8,markdown:draw,code:draw4,diff:draw6,json:draw3,table:draw7,image:draw2,dialogue:draw5};var COPIED=new Set(["code","diff","json"]);function field3({
label,pointer,part:part2},whole2){const around={label,at:`:${pointer}`,whole:(at="")=>whole2(pointer+at)};const body=DRAW[part2.kind](part2,around);if(part2.kind===
"text")return element("div","field shown is-text",[element("span","label",label),body]);const summary23=element("summary","shown-name",[icon("i-right","icon ico\
n-small turn"),element("span","cut",label)]);const fold=element("details","fold",[summary23,body]);fold.open=true;const section=element("section",`shown is-${part2.
kind}`,[fold]);section.setAttribute("aria-label",label);if(COPIED.has(part2.kind))section.append(element("div","copy-place",copyButton(()=>around.whole(),label)));
return section}function arrange(place2,{direction,gap}){place2.dataset.direction=direction;place2.style.gap=gap}var TraceHead=class{#page;constructor(page){this.#page=page;const task=part(page,".task-text");new ResizeObserver(()=>this.#showCut(task)).observe(task);part(page,
"[data-shows=task-cut]").addEventListener("click",()=>{task.classList.add("is-open");this.#showCut(task)})}#showCut(task){const isCut=task.scrollHeight>task.clientHeight+
1;task.classList.toggle("is-cut",isCut);toggle(this.#page,"task-cut",isCut)}show(work,data){const{trace}=work;document.title=document.title.replace(/^[^,]*/,trace.
external_id);text(document,".crumbs [aria-current]",trace.external_id);text(this.#page,".task-text",trace.task||trace.external_id);const task=part(this.#page,".\
task-text");task.classList.remove("is-open");this.#showCut(task);if(trace.task_pointer)task.dataset.at=`:${trace.task_pointer}`;else delete task.dataset.at;this.#showCounts(
trace);const hasMap=trace.counts.steps>0||trace.final_answer!==null||trace.pair!==null||"edits"in this.#page.dataset;part(this.#page,".work").classList.toggle("\
has-no-steps",!hasMap);this.#showFields(trace,data);this.#showNotices(work);this.showProgress(work.progress);toggle(this.#page,"is-open",work.state!=="submitted");
toggle(this.#page,"is-submitted",work.state==="submitted")}showProgress({done,total}){const bar=part(document,".bar progress",HTMLProgressElement);[bar.max,bar.
value]=[Math.max(1,total),done];const words3=interpolate(gettext("%(done)s of %(total)s done"),{done:done.toLocaleString(),total:total.toLocaleString()},true);text(
document,".bar progress + span",words3)}#showCounts({external_id,task,counts:counts2,pair,spent}){const words3=pair&&(pair.is_traces||counts2.steps===0)?[]:[counts2.
steps?ngettext("%(count)s step","%(count)s steps",counts2.steps):"",counts2.calls?ngettext("%(count)s call","%(count)s calls",counts2.calls):"",counts2.errors?ngettext(
"%(count)s tool error","%(count)s tool errors",counts2.errors):""];const numbers2=[counts2.steps,counts2.calls,counts2.errors];const shown=words3.map((word,index)=>word&&
span2(interpolate(word,{count:numbers2[index].toLocaleString()},true)));const id=span2(external_id);id.className="code";const facts2=spent?factsOfTrace(spent).map(
factElement):[];part(this.#page,".task-meta").replaceChildren(...task?[id]:[],...shown.filter(each=>each!==""),...facts2)}#showFields({shown,layout},data){const place2=part(
this.#page,".task-fields");place2.replaceChildren(...shown.map(each=>field3(each,pointer=>data.wholeAt(null,pointer))));arrange(place2,layout)}#showNotices({trace,
older_answers,newer_revision,submitted_at,now}){const say3=(name,words3)=>{const notice=part(this.#page,`[data-notice=${name}]`);notice.hidden=words3==="";text(
notice,"p",words3)};const problem=gettext("The steps of this trace cannot be shown: %(problem)s. A manager has to mend the scheme; skip the trace until then.");
const older=gettext("Your answer to %(names)s was given under an older version of the scheme and cannot be shown here. It is kept; what you submit now is its ne\
xt version.");const submitted=gettext("Submitted %(time)s. Correct it and submit again.");say3("problem",trace.problem&&interpolate(problem,{problem:trace.problem},
true));const lacks=gettext("This trace has no \u201C%(wanted)s\u201D, the list of steps that the questions are about; it has \u201C%(has)s\u201D.");const lists2=trace.
lacks&&{wanted:trace.lacks.wanted,has:trace.lacks.has.join("\u201D, \u201C")};say3("lacks",lists2?interpolate(lacks,lists2,true):"");say3("older-answers",older_answers.
length>0?interpolate(older,{names:older_answers.join(", ")},true):"");say3("newer-revision",newer_revision?gettext("A newer version of this trace was imported. \
You keep working on the one you started."):"");say3("submitted",submitted_at?interpolate(submitted,{time:whenAgo(submitted_at,now)},true):"");part(this.#page,"[\
data-notice=submitted]").title=submitted_at?wholeTime(new Date(submitted_at)):""}};var span2=textContent=>Object.assign(document.createElement("span"),{textContent});
function text(root,selector,words3){const place2=root.querySelector(selector);if(place2)place2.textContent=words3}var MOST3=30;var OPERATIONS=[["written","i-plus"],["edited","i-pencil"],["deleted","i-cross"],["read","i-read"],["searched","i-search"]];var FileTree=class{#section;#list;#goTo;#tree={
root:"",folders:[]};constructor(section,goTo2){this.#section=section;this.#list=part(section,".files");this.#goTo=goTo2}close(){this.#section.hidden=true}async open(asked2){
this.close();try{this.#tree=await asked2}catch(error){if(!(error instanceof TypeError))throw error;return}const count=this.#tree.folders.reduce((sum3,{files})=>sum3+
files.length,0);part(this.#section,".count").textContent=count.toLocaleString();this.#section.hidden=count===0;this.#draw(MOST3)}#draw(most){let left=most;const rows=this.#tree.
folders.flatMap(({folder,files})=>{const some=files.slice(0,Math.max(0,left));left-=files.length;return some.length===0?[]:[heading2(folder||this.#tree.root),...some.
map(file=>this.#row(file))]});this.#list.replaceChildren(...rows,...left<0?[this.#more()]:[])}#row(file){const[operation,name]=OPERATIONS.find(([each])=>each in
file.operations)??["read","i-read"];const[step,call]=file.operations[operation];const row3=document.createElement("li");const link=document.createElement("a");link.
href=`#${callAnchor(`${step}.${call}`)}`;link.title=`${file.path} (${inWords5(operation)})`;link.append(icon(name,"icon icon-small"),text2("span","cut",file.name),
...this.#counts(file,operation));link.addEventListener("click",event=>{event.preventDefault();this.#goTo(String(step),`${step}.${call}`)});row3.append(link);return row3}#counts({
added:added2,removed:removed2},operation){if(operation==="read"||operation==="searched"||!added2&&!removed2)return[text2("small","quiet",inWords5(operation))];return[
...added2?[text2("small","stat-added",`+${added2.toLocaleString()}`)]:[],...removed2?[text2("small","stat-removed",`\u2212${removed2.toLocaleString()}`)]:[]]}#more(){
const row3=document.createElement("li");const button=document.createElement("button");button.type="button";button.className="button button-quiet button-small";button.
textContent=gettext("Show all files");button.addEventListener("click",()=>this.#draw(Infinity));row3.append(button);return row3}};function inWords5(operation){const words3={
written:gettext("written"),edited:gettext("edited"),deleted:gettext("deleted"),read:gettext("read"),searched:gettext("searched")};return words3[operation]??operation}
function heading2(folder){const row3=text2("li","folder","");row3.append(icon("i-folder","icon icon-small"),text2("bdi","",folder||gettext("top folder")));return row3}
var text2=(tag,name,content)=>Object.assign(document.createElement(tag),{className:name,textContent:content});var Hits=class{#keys=[];#at=-1;#place;constructor(place2){this.#place=place2}get here(){return this.#keys[this.#at]}show(keys){const{here}=this;this.#keys=keys;
this.#at=here===void 0?-1:keys.indexOf(here);this.#tell()}goTo(key){this.#at=this.#keys.indexOf(key);this.#tell()}next(direction){const{length}=this.#keys;const from=this.#at===
-1&&direction===-1?0:this.#at;return this.#keys[(from+direction+length)%length]}#tell(){const count=this.#keys.length;this.#place.hidden=count===0;const words3=this.#at===
-1?ngettext("%(count)s place","%(count)s places",count):gettext("%(at)s of %(count)s");const given={at:(this.#at+1).toLocaleString(),count:count.toLocaleString()};
part(this.#place,"[role=status]").textContent=interpolate(words3,given,true)}};function linesOf3({mapped:names,data,corrections}){const rows=rowsBySteps(data.trace.rows);return names.flatMap(step=>{const known=rows.get(step);const calls=corrections.
arrangement.shownCallsOf(step).map(call=>{return{key:call,step,call,row:known?.calls[Number(call.split(".")[1])]??null}});const isCalls=known?.own[5]===""&&calls.
length>0;if(isCalls&&ownEdits(step,corrections).length===0)return calls;return[{key:step,step,call:null,row:known?.own??null},...calls]})}function editsOf({step,
call},corrections){if(call===null)return ownEdits(step,corrections);const at=`/tool_calls/${call.split(".")[1]}/`;return[...corrections.editsOf(call),...corrections.
editsOf(step).filter(({pointer})=>pointer.startsWith(at))]}function ownEdits(step,corrections){return corrections.editsOf(step===FINAL?null:step).filter(({pointer})=>!pointer.
startsWith("/tool_calls/"))}function leadersOf(lines2){const leaders=new Map;for(const{step,key}of lines2)if(!leaders.has(step))leaders.set(step,key);return leaders}
var isError=({row:row3})=>row3?.[4]==="agent";function rowsBySteps(rows){const found2=new Map;for(const row3 of rows){const name=String(row3[0]);if(row3[1]===null)
found2.set(name,{own:row3,calls:[]});else found2.get(name)?.calls.push(row3)}return found2}var stepOf2=place2=>place2.split(".")[0];var openPlaces=judges=>[...new Set(judges.flatMap(({toJudge:toJudge2})=>toJudge2))].sort(compare2);var toJudge=judges=>new Set(
judges.flatMap(judge=>judge.toJudge).map(stepOf2));function nextPlace(open,here,direction){const start=/^\d/.test(here)?here:"-1";const ahead=direction===1?open.
find(place2=>compare2(place2,start)>0):open.filter(place2=>compare2(place2,start)<0).at(-1);return ahead??open.at(direction===1?0:-1)}function compare2(a,b){const[
[step,call=-1],[otherStep,otherCall=-1]]=[a,b].map(place2=>place2.split(".").map(Number));return step-otherStep||call-otherCall}var OutlineFilter=class{name="all";toJudge=new Set;tool="";wanted="";#found=new Set;reset(){[this.name,this.tool,this.wanted]=["all","",""];this.#found=new Set}async search(wanted,data){
this.wanted=wanted.trim().toLowerCase();try{const found2=this.wanted===""?new Set:await data.search(this.wanted);if(this.wanted===wanted.trim().toLowerCase())this.#found=
found2}catch(error){if(!(error instanceof TypeError))throw error;this.#found=new Set}}get isOff(){return this.name==="all"&&this.tool===""&&this.wanted===""}passes(line4,steps){
const{step,call,row:row3}=line4;if(steps.isFold(step))return this.isOff;if(this.name==="errors"&&!isError(line4))return false;if(this.name==="edited"&&!steps.corrections.
changed.has(step===FINAL?"":step))return false;if(this.name==="to-judge"&&!this.toJudge.has(step))return false;if(this.name==="differs"&&(row3?.[7]??"same")==="\
same")return false;if(this.tool&&row3?.[3]!==this.tool)return false;return this.wanted===""||this.#found.has(`${step}:${call?.split(".")[1]??""}`)||this.#isTyped(
line4,steps)}#isTyped(line4,{corrections,data}){if(line4.step!==FINAL&&!corrections.changed.has(line4.step))return false;const inserted=line4.step===FINAL?void 0:
corrections.insertedCallOrStep(line4.step,line4.call);const original=line4.step===FINAL?data.trace.final_answer?.text:void 0;const texts=editsOf(line4,corrections).
map(({text:text3})=>text3);const all=[...texts,texts.length===0?original:"",inserted===void 0?"":JSON.stringify(inserted)];return all.some(text3=>text3?.toLowerCase().
includes(this.wanted))}get nothingFound(){if(this.wanted===""&&this.name==="edited")return gettext("Nothing is edited. Choose All to see every step.");if(this.wanted===
""&&this.name==="to-judge")return gettext("Every step is judged. Choose All to see them.");if(this.wanted===""&&this.name==="differs")return gettext("Both did t\
he same in every step. Choose All to see them.");if(this.wanted==="")return gettext("No step passes the filter. Choose All tools to see every step.");if(this.name===
"edited")return gettext("No edited step has this text. Clear the search, or choose All.");if(this.name==="to-judge")return gettext("No step that is to be judged\
 has this text. Clear the search, or choose All.");if(this.name==="errors")return gettext("No step with an error has this text. Clear the search, or choose All.");
return gettext("No step has this text. Clear the search to see all.")}};function gistOf(line4,{corrections,data,beside}){if(line4.step===FINAL)return gettext("final answer");if(beside?.isFold(line4.step))return beside.foldTitle;const typed=editsOf(
line4,corrections).filter(({text:text3})=>text3?.trim());if(line4.row===null)return beginningOf(typed[0]?.text)||beginningOf(textIn2(corrections.insertedCallOrStep(
line4.step,line4.call)))||gettext("inserted");const shown=line4.row[5];const edit=typed.find(({pointer})=>saysIt(fieldAt(data.step(line4.step),pointer)?.text,shown));
return edit?beginningOf(edit.text):shown}var beginningOf=text3=>text3?.trim().split("\n",1)[0].slice(0,240)??"";function textIn2(value){if(typeof value==="strin\
g")return value;const{role,kind,tool,input,output,...texts}=value??{};return Object.values({...texts,...input}).find(text3=>typeof text3==="string"&&text3.trim()!==
"")}function fieldAt(step,pointer){return[...step?.fields??[],...(step?.calls??[]).flatMap(({inputs})=>inputs)].find(field4=>field4.pointer===pointer)}function saysIt(text3,gist){
const line4=beginningOf(text3);return line4!==""&&gist!==""&&(line4.startsWith(gist.replace(/…$/,""))||line4.endsWith(gist.replace(/^…/,"")))}var PATH=/^(?!.*(?::\/\/|\\[([{.*+?|^$]))([^\s*"'<>|;=$]*[\\/])([^\s*"'<>|;=$\\/]+[\\/]?)$/;function partsOf(text3){const[,folder,name]=PATH.exec(text3)??[];return name===
void 0?null:{name,folder:folder.length>1?folder.slice(0,-1):folder}}var ICONS4={prompt:"i-user",call:"i-tool",system:"i-gear",compaction:"i-note",reminder:"i-note",command:"i-terminal"};function outlineLine(line4,steps,{leads,isBelow,
isHere}){const{key,step,call,row:row3}=line4;const element2=fromTemplate("outline-line-template");const depth=steps.agents.around(step).length;element2.classList.
toggle("is-nested",depth>0);element2.style.setProperty("--depth",String(depth));if(steps.isFold(step))return foldLine(element2,line4,steps,isHere);const link=element2.
querySelector("a");element2.dataset.key=key;element2.classList.toggle("is-call",isBelow);link.href=`#${addressOf(line4)}`;const gist=gistOf(line4,steps);link.title=
step===FINAL?"":gist;const name=step===FINAL?"i-flag":ICONS4[row3?.[2]??""]??(call?"i-tool":"i-thought");const[first,...others]=marksOf(line4,steps.judges,leads);
const own2=first?mark(first.name,first.label):leads?differs(step,steps):void 0;link.prepend(own2??icon(name,"icon icon-small"));part(element2,".marks").append(...others.
filter(each=>each.name!=="todo").map(each=>mark(each.name,each.label)));part(element2,".at").textContent=leads?numberOf3(line4):"";describe(part(element2,".what"),
line4,gist,steps);element2.classList.toggle("is-same",steps.beside?.whoHas(step)==="same");showMarks(element2,line4,steps);if(isHere)link.setAttribute("aria-cur\
rent","true");return element2}function foldLine(element2,line4,steps,isHere){const fold=steps.agents.fold(line4.step);const isOpen=steps.agents.isOpen(line4.step);
const link=part(element2,"a",HTMLAnchorElement);element2.dataset.key=line4.key;element2.classList.add("is-agent");link.href=`#${addressOf(line4)}`;link.title=fold.
prompt;link.setAttribute("aria-expanded",String(isOpen));const turn=Object.assign(document.createElement("span"),{className:"map-turn",title:isOpen?gettext("Fol\
d"):gettext("Unfold")});turn.append(icon("i-right","icon icon-small"));link.prepend(turn);const name=Object.assign(document.createElement("span"),{textContent:fold.
kind||fold.agent});const gist=Object.assign(document.createElement("small"),{textContent:fold.prompt,className:"quiet"});part(element2,".what").append(name," ",
gist);part(element2,".marks").prepend(Object.assign(document.createElement("small"),{textContent:fold.steps.toLocaleString(),className:"quiet"}));toggle(element2,
"error",fold.errors>0&&!isOpen);if(isHere)link.setAttribute("aria-current","true");return element2}function marksOf({step,call},judges,leads){const places2=[...leads?
[step]:[],...call===null?[]:[call]];return places2.flatMap(place2=>judges.map(judge=>judge.markOf(place2))).filter(each=>each!==void 0)}function differs(step,{beside}){
if(!beside||beside.whoHas(step)==="same")return void 0;const letter=beside.letterOf(step);return mark("differs",letter===""?gettext("Differs"):interpolate(gettext(
"Only in %(side)s"),{side:letter},true))}var addressOf=({step,call})=>call===null?anchorOf(step):callAnchor(call);function numberOf3({step}){if(step===FINAL)return"";
return step.startsWith("+")?"+":String(Number(step)+1)}function describe(place2,{step,call,row:row3},gist,steps){const{corrections}=steps;const letter=steps.beside?.
letterOf(step)??"";if(letter!=="")place2.append(Object.assign(document.createElement("b"),{textContent:letter})," ");const tool=(steps.beside?.isFold(step)?"":row3?.[3])||
corrections.insertedCallOrStep(step,call)?.tool||"";if(tool)place2.append(tool," ");if(!gist||tool&&call===null)return;const path=call===null?null:partsOf(gist);
if(path)return place2.append(...showPath(path));place2.append(Object.assign(document.createElement(tool?"small":"span"),{textContent:gist,className:"quiet"}))}var END_CHARS=9;
function showPath({name,folder}){const file=Object.assign(document.createElement("small"),{className:"file"});const end=name.length>2*END_CHARS?-END_CHARS:name.
length;file.append(...[name.slice(0,end),name.slice(end)].map(text3=>Object.assign(document.createElement("span"),{textContent:text3})));const place2=Object.assign(
document.createElement("small"),{className:"folder quiet"});place2.append(Object.assign(document.createElement("bdi"),{textContent:folder}));return[file,place2]}
function showMarks(element2,line4,{corrections}){const{step,call}=line4;const{arrangement,changed}=corrections;element2.classList.toggle("is-removed",arrangement.
isRemoved(step)||call!==null&&arrangement.isRemoved(call));toggle(element2,"error",isError(line4));toggle(element2,"edited",call===null?changed.has(step===FINAL?
"":step):call.includes("+")||editsOf(line4,corrections).length>0)}var SmallMap=class{#map;#button;constructor(map,button){this.#map=map;this.#button=button}get isOpen(){return this.#map.classList.contains("is-open")}set isOpen(isOpen){
this.#map.classList.toggle("is-open",isOpen);this.#button.setAttribute("aria-expanded",String(isOpen))}};var LINE_PIXELS=26;var Outline=class{#map;#steps;#list;#filter=new OutlineFilter;#lines=new Map;#shown=[];#leaders=new Map;#passing=new Set;#searching;#hits;#small;#sought="";constructor(map,button,steps){
this.#map=map;this.#small=new SmallMap(map,button);this.#steps=steps;const make=key=>this.#make(key);this.#list=new VirtualList(part(map,".outline"),{make,estimate:()=>LINE_PIXELS,
margin:10*LINE_PIXELS});map.addEventListener("click",event=>this.#click(event));this.#hits=new Hits(part(map,"[data-shows=hits]"));this.#search.addEventListener(
"focus",()=>void this.#steps.data.readySearch());this.#search.addEventListener("input",()=>void this.#searchTyped());this.#search.addEventListener("keydown",event=>this.#press(
event));this.#tools.addEventListener("change",()=>{this.#filter.tool=this.#tools.value;this.#showLines()})}open(){this.#filter.reset();[this.#search.value,this.#sought]=
["",""];this.#steps.finding.clear();this.#small.isOpen=false;this.#offerTools(this.#steps.data.tools);this.#list.clear();this.refresh();this.#pressFilter("all")}refresh(){
const lines2=linesOf3(this.#steps);this.#lines=new Map(lines2.map(line4=>[line4.key,line4]));this.#count("all",new Set(lines2.map(({step})=>step).filter(step=>!this.#steps.
isFold(step))).size);this.#count("errors",lines2.filter(isError).length);this.#count("edited",this.#steps.corrections.changed.size);this.#filter.toJudge=toJudge(
this.#steps.judges);this.#count("differs",lines2.filter(({row:row3})=>(row3?.[7]??"same")!=="same").length);this.#count("to-judge",this.#filter.toJudge.size);this.#showLines()}markHere(){
for(const link of this.#map.querySelectorAll(".outline [aria-current]"))link.removeAttribute("aria-current");const key=this.#keyHere;if(key===void 0)return;this.#list.
scrollTo(key);this.#list.elementOf(key)?.querySelector("a")?.setAttribute("aria-current","true")}move(direction){const names=this.#names;const index=names.indexOf(
this.#steps.here??"");this.#goTo(names[index===-1?0:Math.min(names.length-1,Math.max(0,index+direction))])}toFirst(){this.#goTo(this.#names[0])}toLast(){this.#goTo(
this.#names.at(-1))}moveToJudge(direction){const{agents,beside,here="",callHere,judges}=this.#steps;const open=beside?this.#names.filter(name=>beside.whoHas(name)!==
"same"):openPlaces(judges).filter(place2=>this.#passing.has(stepOf2(place2)));const next=nextPlace(open,beside?here:callHere??agents.placeBefore(here)??here,direction);
if(next!==void 0)this.#steps.goToPlace(next)}filter(name){this.#filter.name=name;this.#pressFilter(name);this.#showLines()}showOver(isOpen=!this.#small.isOpen){
this.#small.isOpen=isOpen;if(isOpen)this.markHere()}focusSearch(){this.showOver(true);this.#search.focus();this.#search.select()}clearSearch(){[this.#search.value,
this.#sought,this.#filter.wanted]=["","",""];this.#steps.finding.clear();this.#showLines()}async goToHit(direction){if(this.#sought!==this.#search.value.trim())
await this.#searchTyped();const line4=this.#lines.get(this.#hits.next(direction)??"");if(line4)this.#visit(line4,false)}toAddress(hash){const line4=[...this.#lines.
values()].find(({call})=>call!==null&&hash===`#${callAnchor(call)}`);const step=line4?.step??this.#steps.everyName.find(name=>hash===`#${anchorOf(name)}`);if(step!==
void 0)this.#steps.goTo(step,{call:line4?.call??void 0,focus:false});return step!==void 0}get#names(){return[...this.#leaders.keys()]}get#keyHere(){const here=this.#steps.
here??"";const hit=this.#lines.get(this.#hits.here??"");return hit?.step===here?hit.key:this.#leaders.get(here)}#showLines(){for(const{key}of this.#shown)this.#list.
drop(key);const passing=[...this.#lines.values()].filter(line4=>this.#filter.passes(line4,this.#steps));this.#passing=new Set(passing.map(({step})=>step));this.#shown=
this.#filter.isOff?passing.filter(({step})=>!this.#steps.agents.isHidden(step)):passing;this.#leaders=leadersOf(this.#shown);const keys=this.#shown.map(({key})=>key);
this.#hits.show(this.#sought===""?[]:keys);this.#list.show(keys);const none=part(this.#map,"[data-shows=none-found]");none.hidden=this.#shown.length>0;none.textContent=
none.hidden?"":this.#lines.size===0?gettext("This trace has no steps."):this.#filter.nothingFound;this.markHere()}#make(key){const line4=this.#lines.get(key);const leader=this.#leaders.
get(line4.step);return outlineLine(line4,this.#steps,{leads:leader===key,isBelow:line4.call!==null&&leader===line4.step,isHere:this.#keyHere===key})}#searchTyped(){
this.#searching??=this.#searchUntilStill().finally(()=>this.#searching=void 0);return this.#searching}async#searchUntilStill(){let value,data;do{[value,data]=[this.#search.
value,this.#steps.data];await this.#filter.search(value,data)}while(value!==this.#search.value||data!==this.#steps.data);this.#sought=value.trim();if(this.#sought!==
"")this.#steps.foldBeginning(false);this.#steps.finding.clear();this.#showLines()}#press(event){if(event.key!=="Enter"||event.isComposing||event.ctrlKey||event.
metaKey||event.altKey)return;event.preventDefault();void this.goToHit(event.shiftKey?-1:1)}#offerTools(tools){const offered=tools.map(([tool,count])=>new Option(
`${tool} (${count.toLocaleString()})`,tool));this.#tools.replaceChildren(new Option(gettext("All tools"),""),...offered);this.#tools.hidden=tools.length<2}#click(event){
const target=event.target instanceof Element?event.target:void 0;const line4=this.#lines.get(target?.closest("li")?.dataset.key??"");if(line4&&target?.closest("\
.map-turn")){event.preventDefault();return this.#steps.toggleAgent(line4.step)}if(!line4||event.ctrlKey||event.metaKey||event.shiftKey)return;event.preventDefault();
this.#visit(line4,true)}#visit(line4,focus){history.replaceState(history.state,"",`#${addressOf(line4)}`);this.#small.isOpen=false;this.#hits.goTo(line4.key);this.#steps.
goTo(line4.step,{call:line4.call??void 0,focus,wanted:this.#sought});this.markHere()}#goTo(name){if(name!==void 0)this.#steps.goTo(name)}#pressFilter(name){for(const button of this.#map.
querySelectorAll("[data-filter]")){button.setAttribute("aria-pressed",String(button.getAttribute("data-filter")===name))}}#count(filter,count){const button=this.#map.
querySelector(`[data-filter=${filter}]`);if(["errors","differs"].includes(filter))button?.toggleAttribute("hidden",count===0);const place2=button?.querySelector(
"b");if(place2)place2.textContent=count.toLocaleString()}get#search(){return part(this.#map,"input[type=search]",HTMLInputElement)}get#tools(){return part(this.#map,
".map-tools select",HTMLSelectElement)}};var Panes=class{#root;#steps;constructor(root,steps){this.#root=root;this.#steps=steps;steps.addEventListener("trace-steps:change",()=>void this.#showAnswer())}open({
display:{panes},final_answer}){this.#root.classList.toggle("is-on",panes!==null);part(this.#root,".pane-heads").hidden=panes===null;part(this.#root,".pane-answe\
r").hidden=panes===null||final_answer===null;if(panes===null)return;const own2=[gettext("Reasoning"),gettext("Calls"),gettext("Answer")];for(const[index,place2]of this.#root.
querySelectorAll("[data-pane]").entries())place2.textContent=panes[index]||own2[index];void this.#showAnswer()}async#showAnswer(){const{data,corrections}=this.#steps;
const answer=data.trace.final_answer;if(data.trace.display.panes===null||answer===null)return;const text3=part(this.#root,".pane-answer p");const edited=corrections.
editAt(null,answer.pointer)?.text;text3.textContent=edited??answer.text;if(typeof edited==="string"||answer.text.length>=answer.chars)return;const whole2=await data.
whole(null,answer).catch(()=>answer.text);if(data===this.#steps.data&&corrections.editAt(null,answer.pointer)===void 0)text3.textContent=whole2}};var KnownArguments=class{isCounted;#tools=new Map;constructor(sent){this.isCounted=sent.counted;for(const{tool,declared,open,calls,arguments:listed}of sent.tools){
const known=listed.map(([name,types,required])=>{const counts2=new Map(Object.entries(types));return[name,{types:counts2,required,count:sum2(counts2)}]});this.#tools.
set(tool,{tool,isDeclared:declared,isOpen:open,calls,arguments:new Map(known)})}}of(tool){return this.#tools.get(tool)}};var sum2=counts2=>[...counts2.values()].
reduce((total,count)=>total+count,0);var BLOCK=20;var AHEAD=3;var NOWHERE="\uFFFF";var LINE_PIXELS2=21;var STEP_PIXELS=62;var CALL_PIXELS=74;var TraceData=class extends EventTarget{trace;#urls;#get;#steps;#blocks=new Map;#texts=new Map;#wanted;#lines=[];callCounts=[];#files;known;#editable;#ready;constructor(trace,urls,get){
super();this.trace=trace;this.#urls=urls;this.#get=get;this.#steps=[];const from=trace.from??0;trace.steps.forEach((step,index)=>this.#steps[from+index]=step);for(const[
step,call,,,,,lines2]of trace.rows){if(call===null)[this.callCounts[step],this.#lines[step]]=[0,lines2];else[this.callCounts[step],this.#lines[step]]=[this.callCounts[step]+
1,this.#lines[step]+lines2]}}get size(){return this.callCounts.length}step(name){const index=Number(name);const found2=this.#steps[index];if(!found2)void this.#load(
Math.floor(index/BLOCK));return found2}async arrival(name){if(!this.step(name))await this.#load(Math.floor(Number(name)/BLOCK))}want(names){for(const name of names)
this.step(name);if(names.length===0)return;const[first,last]=[Math.min(...names.map(Number)),Math.max(...names.map(Number))];const before=this.#wanted??{first,last};
for(let blocks=1;blocks<=AHEAD;blocks+=1){if(last>before.last)this.#fetch(last+blocks*BLOCK);if(first<before.first)this.#fetch(first-blocks*BLOCK)}this.#wanted=
{first,last}}#fetch(index){const inside=Math.max(0,Math.min(this.size-1,index));if(this.size>0&&!this.#steps[inside])void this.#load(Math.floor(inside/BLOCK))}estimate(name){
const index=Number(name);return STEP_PIXELS+(this.#lines[index]??2)*LINE_PIXELS2+(this.callCounts[index]??0)*CALL_PIXELS}whole(step,field4){return field4.text.length>=
field4.chars?Promise.resolve(field4.text):this.wholeAt(step,field4.pointer)}wholeAt(step,pointer){const query=new URLSearchParams({...step!==null&&placeOf3(step),
pointer});const place2=String(query);const asked2=this.#texts.get(place2)??this.#get(`${this.#urls.text}?${place2}`).then(({text:text3})=>text3);this.#texts.set(
place2,asked2);asked2.catch(()=>this.#texts.delete(place2));return asked2}async editable(){const asked2=this.#editable??=this.#readEditable();try{return await asked2}catch(error){
this.#editable=void 0;if(!(error instanceof TypeError))throw error;return{steps:this.#steps.map(step=>step&&wholeTextsOf(step)),final:wholeFinal(this.trace.final_answer),
isAll:false}}}async blocks(call){const[step,position]=call.split(".");const{blocks}=await this.#get(`${this.#urls.blocks}?${new URLSearchParams({...placeOf3(step),
call:position})}`);return blocks}imageAt(name){return`${this.#urls.images??""}${encodeURIComponent(name)}/`}files(){if(this.trace.counts.calls===0)return Promise.
resolve({root:"",folders:[]});const asked2=this.#files??=this.#get(this.#urls.files);asked2.catch(()=>this.#files=void 0);return asked2}async learnArguments(){if(!this.#urls.
arguments)return;try{this.known=new KnownArguments(await this.#get(this.#urls.arguments))}catch(error){if(!(error instanceof TypeError))throw error;return}this.
dispatchEvent(new CustomEvent("known"))}readySearch(){this.#ready??=this.#find(NOWHERE).catch(error=>{if(!(error instanceof TypeError))throw error});return this.#ready}async search(wanted){
await this.#ready;const{places:places2}=await this.#find(wanted);return new Set(places2.map(([step,call])=>`${step}:${call??""}`))}argumentsOf(tool){const calls=this.#steps.
flatMap(step=>step?.calls??[]);const inputs=calls.find(call=>call.tool===tool&&call.inputs.length>0)?.inputs??[];return inputs.filter(({pointer})=>pointer.includes(
"/input/"))}get tools(){const counts2=new Map;for(const[,,,tool]of this.trace.rows)if(tool)counts2.set(tool,(counts2.get(tool)??0)+1);return[...counts2].sort((a,b)=>b[1]-
a[1]||a[0].localeCompare(b[0]))}#find(wanted){return this.#get(`${this.#urls.search}?${new URLSearchParams({q:wanted})}`)}async#readEditable(){const steps=[];while(steps.
length<this.size){const{steps:more}=await this.#get(`${this.#urls.editable}?from=${steps.length}`);if(more.length===0)break;steps.push(...more)}const{final_answer:answer}=this.
trace;const final=answer?.edit&&!answer.json?{pointer:answer.pointer,text:await this.whole(null,answer)}:null;return{steps,final,isAll:true}}#load(block){const known=this.#blocks.
get(block);if(known)return known;const from=block*BLOCK;const asked2=this.#get(`${this.#urls.steps}?from=${from}&to=${from+BLOCK}`).then(({steps})=>this.#take(from,
steps));this.#blocks.set(block,asked2);asked2.catch(()=>this.#blocks.delete(block));return asked2}#take(from,steps){steps.forEach((step,index)=>this.#steps[from+
index]??=step);this.dispatchEvent(new CustomEvent("steps",{detail:steps.map(({name})=>name)}))}};function wholeTextsOf({fields,calls}){const editable=[...fields,
...calls.flatMap(({inputs})=>inputs)].filter(({edit})=>edit);return Object.fromEntries(editable.map(field4=>[field4.pointer,isWholeText(field4)?field4.text:null]))}
var wholeFinal=answer=>answer?.edit&&isWholeText(answer)?{pointer:answer.pointer,text:answer.text}:null;var isWholeText=({json,text:text3,chars})=>!json&&text3.
length>=chars;function placeOf3(name){const side=name.slice(0,1);return side==="A"||side==="B"?{side,step:name.slice(1)}:{step:name}}var Submission=class{#page;#work;#sheet;#drafts;#complaints;#goOn;#isBusy=false;constructor(page,work,sheet,drafts,complaints,goOn){this.#page=page;this.#work=work;
this.#sheet=sheet;this.#drafts=drafts;this.#complaints=complaints;this.#goOn=goOn}async submit(){this.#complaints.clear();await this.#whileBusy(()=>this.#drafts.
handIn())}async skip(reason){await this.#whileBusy(()=>this.#giveAway(this.#work.urls.skip,{reason}))}async release(){this.#complaints.clear();await this.#whileBusy(
()=>this.#whileStill(async()=>{if(await this.#drafts.saveAll())return this.#giveAway(this.#work.urls.release,{});this.#complaints.tell(gettext("Your last change\
s could not be saved, so the trace was not handed back. Hand it back when the bar says \u201CSaved\u201D."))}))}refuse({body}){const found2=[...body.missing??[],
...body.errors??[]];if(found2.length===0)return this.#complaints.tell(body.error);if(found2.every(({scheme})=>this.#sheet.names.includes(scheme)))return this.#complaints.
show(found2);this.#complaints.tell(gettext("The questions of this project were changed while you worked. Your answers are kept: load the page again to see the n\
ew ones."))}async#giveAway(url,content){await this.#drafts.pause();try{this.#taken(await request("POST",url,content))}catch(error){if(!(error instanceof TypeError))
throw error;this.#complaints.tell(gettext("The server cannot be reached. Nothing has changed: try again when you are back online."))}finally{this.#drafts.resume()}}#taken({
status,body}){if(status===401)return this.#drafts.signOut();if(status!==200)return this.#complaints.tell(body.error);this.#drafts.settle();this.#goOn(body)}async#whileStill(act){
const place2=document.activeElement;this.#page.inert=true;await act().finally(()=>this.#page.inert=false);if(place2 instanceof HTMLElement)place2.focus()}async#whileBusy(act){
if(this.#isBusy)return;this.#setBusy(true);await act().finally(()=>this.#setBusy(false))}#setBusy(isBusy){this.#isBusy=isBusy;for(const button of this.#page.querySelectorAll(
"[data-act=submit], [data-act=skip]")){button.setAttribute("aria-busy",String(isBusy))}}};var Turn=class{drafts;submission;#work;#around;#release;#wasSignedOut=false;#mark=newKey();constructor(work,around){this.#work=work;this.#around=around;this.#release=
holdTurn(work.assignment);this.drafts=new Drafts({send:draft=>request("PUT",work.urls.draft,draft),submit:(draft,key)=>request("POST",work.urls.submit,draft,key),
read:()=>around.sheet.read(),newKey,start:work,keep:draft=>this.#keep(draft),forget:()=>void this.#forget(),show:status=>this.#show(status),handedIn:onward=>around.
goOn(onward),refuse:reply=>this.submission.refuse(reply)});this.submission=new Submission(around.page,work,around.sheet,this.drafts,around.complaints,around.goOn)}open(kept){
const isAhead=kept!==void 0&&(kept.waiting||kept.number>this.#work.number);this.fill(isAhead?kept.answers:this.#work.answers);this.#show(this.drafts.status);if(isAhead)
this.drafts.restore(kept)}fill(answers){this.#around.fill(answers)}close(){this.#release()}async hear(assignment){if(assignment!==this.#work.assignment)return;const kept=await this.#around.
kept.find(assignment);if(kept?.writer===this.#mark)return;if(kept)this.drafts.heard(kept);else this.drafts.over()}remove(){this.drafts.settle();location.assign(
this.#work.urls.list)}async#keep(draft){const{assignment,trace,urls}=this.#work;const of2={assignment,person:this.#around.kept.person,name:trace.external_id,page:urls.
annotate,urls:{draft:urls.draft,submit:urls.submit},writer:this.#mark};const isKept=await this.#around.kept.keep({...of2,...draft});if(isKept)this.#around.tabs.
tell(assignment);return isKept}async#forget(){await this.#around.kept.forget(this.#work.assignment);this.#around.tabs.tell(this.#work.assignment)}#show(status){
if(status.state==="conflict")this.#around.deciding.begin();this.#around.notices.show(status);if(status.state==="saved"&&this.#wasSignedOut)this.#around.signedIn();
if(["saved","signed-out"].includes(status.state))this.#wasSignedOut=status.state==="signed-out"}};var WorkPage=class extends HTMLElement{#work=begin.work;#turn=void 0;#steps=part(this,"trace-steps",TraceSteps);#here=new Here(this.#steps);#outline=new Outline(
part(this,".work-map"),part(this,".map-button"),this.#steps);#files=new FileTree(part(this,".map-files"),(step,call)=>this.#steps.goTo(step,{call}));#panes=new Panes(
part(this,".panes"),this.#steps);#head=new TraceHead(this);#notices=new DraftNotices(this);#sheet=new AnswerSheet(this,this.#work.schemes);#suggestions=new Suggestions(
this,this.#sheet);#guidelines=new Guidelines(this);#flags=new Flags(this,{here:()=>this.#here.step,skip:reason=>void this.#turn.submission.skip(reason)});#marking=new Marking(
this,this.#steps,this.#sheet.markers);#complaints=new Complaints(this.#sheet,part(this,"[data-shows=missing]"));#asked=new AskedQuestions(this.#sheet,this.#work.
schemes,part(this,"[data-shows=asked]"));#deciding=new Deciding(this,this.#sheet,()=>this.#turn);#tabs=new OtherTabs;#stored=new StoredTurns;#replacing=this.querySelector(
"replace-bar");#compareHead=this.querySelector("compare-head");#comparer=new Comparer(()=>new Worker(this.dataset.diffWorker??"",{type:"module"}));#ahead=new ReadingAhead(
read);#choices=new ChoiceMenu(part(this,"#choice-menu"));#fields=new StepFields(this);#answering=new Answering(this,this.#steps,this.#here,this.#suggestions);#atSteps=new StepActions(
this,this.#steps,this.#fields,this.#here);#changes=new AfterChanges({page:this,sheet:this.#sheet,steps:this.#steps,outline:this.#outline,marking:this.#marking,asked:this.#asked,
suggestions:this.#suggestions,complaints:this.#complaints,answering:this.#answering,touch:how=>this.#turn.drafts.touch(how)});connectedCallback(){this.#listen();
this.#listenForActions();this.#listenForLeaving();this.#open(this.#work,begin.kept);void installWorker(this.dataset.serviceWorker??"")}#open(work,kept){this.#work=
work;this.dataset.assignment=String(work.assignment);this.#complaints.clear();order.isFlipped=work.flipped;this.#guidelines.open(work.guidelines);this.#flags.open(
work);this.#changes.open();const data=new TraceData(work.trace,work.urls,this.#stored.read);for(const judge of this.#sheet.judges)judge.open(stepsOf(work.trace),
data);this.#suggestions.open(work.suggestions??{});this.#steps.open(data,{canEdit:this.dataset.edits!==void 0,canMark:this.#marking.isAsked,comparer:this.#comparer,
judges:this.#sheet.judges});this.#replacing?.open();this.#compareHead?.open(data);this.#head.show(work,data);this.#panes.open(work.trace);this.#turn?.close();this.#turn=
new Turn(work,{page:this,sheet:this.#sheet,complaints:this.#complaints,notices:this.#notices,deciding:this.#deciding,kept:begin.turns,tabs:this.#tabs,fill:answers=>this.#changes.
fill(answers),goOn:onward=>void this.#goOn(onward),signedIn:()=>void this.#stored.storeAgain()});this.#turn.open(kept);this.#stored.open(work);this.#outline.open();
this.#changes.mapped();if(!this.#outline.toAddress(location.hash))this.#steps.mark(this.#steps.names[0]);this.#answering.open();if(work.trace.display.show_file_tree&&
work.trace.counts.calls>0)void this.#files.open(this.#steps.data.files());else this.#files.close();this.#ahead.begin(work.urls.upcoming);if(this.dataset.edits!==
void 0&&!this.#steps.beside)void data.learnArguments()}async#goOn({next,list:list2}){this.#stored.close();if(!next)return location.assign(list2);try{const work=await this.#ahead.
take(next);const kept=await begin.turns.find(work.assignment);history.pushState({},"",next.address);part(this,".work-trace").scrollTop=0;this.#open(work,kept);const time=document.
querySelector("active-time");if(time instanceof ActiveTime)time.restart()}catch(error){if(!(error instanceof TypeError))throw error;location.assign(next.address)}}#listen(){
directTypedLines();this.#replacing?.attach(this.#steps);this.#changes.listen();this.#steps.addEventListener("trace-steps:fold",()=>this.#outline.refresh());this.#steps.
addEventListener("trace-steps:here",()=>this.#arriveAtStep());this.addEventListener("judge:go",event=>void this.#goToJudged(event.detail));this.addEventListener(
"judge:choose",event=>this.#choices.open(event.detail));this.addEventListener("focusin",({target})=>this.#focused(target));addEventListener("hashchange",()=>this.#outline.
toAddress(location.hash));addEventListener("popstate",()=>this.#isElsewhere&&location.reload());askWhy(part(this,"#skip-dialog",HTMLDialogElement),reason=>void this.#turn.
submission.skip(reason))}#listenForActions(){const actions=actionsOf({page:this,steps:this.#steps,outline:this.#outline,atSteps:this.#atSteps,answering:this.#answering,
changes:this.#changes,marking:this.#marking,suggestions:this.#suggestions,deciding:this.#deciding,flags:this.#flags,guidelines:this.#guidelines,notices:this.#notices,
replacing:this.#replacing,going:new Going(this.#steps,this.#outline,this.#fields,this.#here,this.#compareHead),turn:()=>this.#turn,isSubmitted:()=>this.#work.state===
"submitted"});listenForActions(this,actions,()=>this.#atSteps.menuButton,()=>this.#steps.arrivalHere)}#listenForLeaving(){for(const name of["online","focus"])addEventListener(
name,()=>void this.#turn.drafts.flush());addEventListener("pagehide",()=>this.#turn.drafts.secure());document.addEventListener("visibilitychange",()=>document.hidden&&
this.#turn.drafts.secure());document.addEventListener("left-behind:change",event=>this.#notices.showOthers(event.detail));this.#tabs.listen(assignment=>void this.#turn.
hear(assignment));addEventListener("beforeunload",event=>{this.#turn.drafts.secure();if(this.#turn.drafts.atRisk)event.preventDefault()})}get#isElsewhere(){return location.
pathname!==this.#work.urls.annotate}#focused(target){if(!(target instanceof Element))return;this.#answering.turnTo(target);if(!this.#steps.contains(target))return;
this.#steps.mark(this.#steps.nameOf(target));this.#answering.arriveAtStep()}#arriveAtStep(){this.#outline.markHere();this.#answering.arriveAtStep()}async#goToJudged({
place:place2,arrived}){const view=await this.#steps.reach(place2.split(".")[0],{call:place2.includes(".")?place2:void 0});if(view)arrived?.(view)}};function stepsOf({
rows,agents}){const acting=new Map(Object.entries(agents).flatMap(([agent,steps2])=>steps2.map(step=>[step,agent])));const steps=[];for(const[step,call,kind]of rows){
if(call===null)steps.push({name:String(step),kind,calls:[],agent:acting.get(step)??""});else steps.at(-1)?.calls.push(`${step}.${call}`)}return steps}async function beginning(){
const own2=workOfPage();const isHere=own2.urls.annotate===location.pathname;const work=isHere?own2:await read(`${location.pathname}data/`);const turns=await keptTurns();
return{work,turns,kept:await turns.find(work.assignment)}}var begin=await beginning();customElements.define("work-page",WorkPage);export{WorkPage};
